//! The legacy service: it sends parcels over HTTP, and knows nothing of Kafka.
//!
//! `POST /parcels` with the address as its body answers 201 and a tracking number, or 422 where
//! nobody delivers. The same `Idempotency-Key` gets the same number. It is down now and then.

use std::{
    collections::HashMap,
    io::{self, Read},
    net::SocketAddr,
    thread,
};
use tiny_http::{Header, Request, Response, Server};

/// Starts it on a free port of this machine; it runs as long as the process.
pub fn start() -> anyhow::Result<SocketAddr> {
    let server = Server::http("127.0.0.1:0").map_err(|e| anyhow::anyhow!("legacy service: {e}"))?;
    let address = server.server_addr().to_ip().ok_or_else(|| anyhow::anyhow!("no IP address"))?;
    thread::spawn(move || serve(&server));
    Ok(address)
}

fn serve(server: &Server) {
    let mut sent: HashMap<String, usize> = HashMap::new();
    for (n, mut request) in server.incoming_requests().enumerate() {
        let (status, body) = match parcel(&mut request) {
            // The first call meets a service that is down; the caller has to try again.
            _ if n == 0 => (503, "down for maintenance".into()),
            Ok((_, address)) if address.starts_with("Atlantis") => {
                (422, "nobody delivers there".into())
            }
            Ok((key, _)) => {
                let next = sent.len() + 1;
                (201, format!("P-{:04}", sent.entry(key).or_insert(next)))
            }
            Err(error) => (400, error.to_string()),
        };
        // A caller that hung up does not get its answer; there is nobody to tell.
        let _ = request.respond(Response::from_string(body).with_status_code(status));
    }
}

fn parcel(request: &mut Request) -> io::Result<(String, String)> {
    let key = |header: &&Header| header.field.equiv("Idempotency-Key");
    let key = request.headers().iter().find(key).map(|header| header.value.to_string());
    let mut address = String::new();
    request.as_reader().take(1024).read_to_string(&mut address)?;
    Ok((key.unwrap_or_default(), address))
}
