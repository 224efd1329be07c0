//! Says what happens, with the time since the start.

use ::ledger::ledger::{self, AccountRemoved, BalanceChanged};
use adjutant::{Error, Identity};
use std::{
    fmt::{Debug, Display},
    future::IntoFuture,
    time::Instant,
};

/// Prints one line for everything that happens; subscribes to the ledger's events to see them too.
#[derive(Clone)]
pub struct Narrator {
    start: Instant,
}

#[adjutant::subscriber(ledger)]
impl Narrator {
    #[event]
    async fn balance_changed(&self, event: BalanceChanged, by: &Identity) -> Result<(), Error> {
        self.event(&event, by);
        Ok(())
    }

    #[event]
    async fn account_removed(&self, event: AccountRemoved, by: &Identity) -> Result<(), Error> {
        self.event(&event, by);
        Ok(())
    }
}

impl Narrator {
    /// Its clock starts.
    pub fn start() -> Narrator {
        Narrator { start: Instant::now() }
    }

    /// One line: when, who, what.
    pub fn say(&self, who: &str, what: impl Display) {
        println!("{:>9.1} ms  {who:10}  {what}", self.start.elapsed().as_secs_f64() * 1e3);
    }

    /// Sends a command, and says what it was answered with and after what time.
    pub async fn tell<R: Debug, E: Display>(
        &self,
        who: &str,
        command: &str,
        call: impl IntoFuture<Output = Result<R, E>>,
    ) {
        self.say(who, format_args!("-> {command}"));
        let sent = Instant::now();
        let answer = call.await;
        let latency = sent.elapsed().as_secs_f64() * 1e3;
        match answer {
            Ok(reply) => self.say(who, format_args!("<- {reply:?} after {latency:.1} ms")),
            Err(error) => self.say(who, format_args!("<- {error} after {latency:.1} ms")),
        }
    }

    fn event(&self, event: &impl Debug, by: &Identity) {
        let request = by.request_id.get(..8).unwrap_or(&by.request_id);
        self.say("ledger", format_args!("event {event:?}, caused by {}/{request}", by.client_id));
    }
}

/// Minor units as people write them.
pub fn money(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
}
