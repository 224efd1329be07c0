//! The two faces that a block of handlers can have.

/// Which attribute sits on the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Processor,
    Subscriber,
}

impl Face {
    /// The attribute of the block.
    pub fn attribute(self) -> &'static str {
        match self {
            Face::Processor => "processor",
            Face::Subscriber => "subscriber",
        }
    }

    /// The attribute of its handlers.
    pub fn marker(self) -> &'static str {
        match self {
            Face::Processor => "command",
            Face::Subscriber => "event",
        }
    }

    /// The face that has this attribute on its handlers.
    pub fn of_marker(path: &syn::Path) -> Option<Face> {
        [Face::Processor, Face::Subscriber].into_iter().find(|face| path.is_ident(face.marker()))
    }

    /// A handler as it should look.
    pub fn legal_handler(self) -> &'static str {
        match self {
            Face::Processor => concat!(
                "#[command]\n",
                "    async fn move_funds(&self, command: MoveFunds, events: &Events<MoveFunds>)\n",
                "        -> Result<FundsMoved, HandlerError<MoveFunds>>"
            ),
            Face::Subscriber => concat!(
                "#[event]\n",
                "    async fn balance_changed(&self, event: BalanceChanged) -> Result<(), Error>"
            ),
        }
    }
}
