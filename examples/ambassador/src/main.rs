//! The pattern in front of a legacy HTTP service that stays as it is:
//!
//!     cargo run -p ambassador
//!
//! The ambassador handles the commands of `schemas/parcels` and calls the service over HTTP. Its
//! clients see commands, replies and events; that the service is down for a moment, they do not.

adjutant::include_interface!(parcels);

mod legacy;

use adjutant::{Events, Handled, Identity, testing::Broker};
use parcels::{AddressUnknown, Client, ParcelDispatched, ParcelSent, SendParcel};
use std::net::SocketAddr;

/// Speaks HTTP to the legacy service, for commands.
struct Ambassador {
    service: SocketAddr,
    http: ureq::Agent,
}

#[adjutant::processor(parcels)]
impl Ambassador {
    #[command]
    async fn send_parcel(
        &self,
        command: SendParcel,
        identity: &Identity,
        events: &Events<SendParcel>,
    ) -> Handled<SendParcel> {
        // Should Kafka deliver the command twice, the service knows the second by its key.
        let key = format!("{}/{}", identity.client_id, identity.request_id);
        let request = self.http.post(format!("http://{}/parcels", self.service));
        let request = request.header("Idempotency-Key", key);
        let address = command.address.clone();
        let mut response = adjutant::blocking(move || request.send(address)).await??;
        match response.status().as_u16() {
            201 => {}
            422 => return Err(AddressUnknown { address: command.address }.into()),
            // Anything else is no business outcome: tried again with back-off.
            status => return Err(format!("the parcel service answered {status}").into()),
        }
        let tracking = response.body_mut().read_to_string()?;
        let address = command.address;
        events.publish(ParcelDispatched { tracking: tracking.clone(), address });
        Ok(ParcelSent { tracking })
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let service = legacy::start()?;
    println!("The legacy service answers HTTP at {service}.");
    let http = ureq::Agent::config_builder()
        .timeout_global(Some(std::time::Duration::from_secs(5)))
        .http_status_as_error(false)
        .build()
        .into();
    let broker = Broker::start()?;
    let adjutant = broker.connect()?;
    let story = async {
        let parcels: Client = adjutant.client("web-shop").await?;
        for address in ["1 Harbour Street", "2 Hill Road", "Atlantis"] {
            match parcels.send_parcel(SendParcel { address: address.into(), grams: 500 }).await {
                Ok(ParcelSent { tracking }) => println!("To {address}: sent as {tracking}."),
                Err(error) => println!("To {address}: {error}."),
            }
        }
        anyhow::Ok(())
    };
    adjutant.serve(parcels::serve(Ambassador { service, http })).run_until(story).await?
}
