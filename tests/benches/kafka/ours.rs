//! The generated processor, on one partition and on six.

adjutant::include_interface!(orders);
adjutant::include_interface!(orders6);

use crate::service::{Guarantee, Progress, Work};
use adjutant::{Adjutant, Config, Running};
use std::sync::Arc;

/// A processor of one interface, in a module of its own.
macro_rules! desk {
    ($module:ident, $interface:ident) => {
        mod $module {
            use super::$interface::{self, OrderAccepted, OrderPlaced, PlaceOrder};
            use crate::service::Progress;
            use adjutant::{Events, Handled};
            use std::sync::Arc;

            pub struct Desk(pub Arc<Progress>);

            #[adjutant::processor($interface)]
            impl Desk {
                #[command]
                async fn place_order(
                    &self,
                    order: PlaceOrder,
                    events: &Events<PlaceOrder>,
                ) -> Handled<PlaceOrder> {
                    self.0.handled();
                    let PlaceOrder { customer, quantity, note, .. } = order;
                    events.publish(OrderPlaced { customer, quantity, note: note.clone() });
                    Ok(OrderAccepted { note })
                }
            }
        }
    };
}
desk!(desk1, orders);
desk!(desk6, orders6);

/// As a user would serve it: nothing is tuned.
pub fn serve(work: &Work, progress: Arc<Progress>) -> anyhow::Result<Running> {
    let config = Config::new(&work.servers);
    let adjutant = Adjutant::connect(match work.guarantee {
        Guarantee::AtLeastOnce => config.at_least_once(),
        Guarantee::ExactlyOnce => config,
    })?;
    Ok(match work.partitions {
        1 => adjutant.serve(orders::serve(desk1::Desk(progress)).group(&work.group)),
        _ => adjutant.serve(orders6::serve(desk6::Desk(progress)).group(&work.group)),
    })
}
