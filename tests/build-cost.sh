#!/usr/bin/env bash
# What a first build of a crate that is only a client costs, its build.rs included, beside a crate
# that has rdkafka and tokio alone: CPU seconds of each cold build, and their ratio.
#
#     tests/build-cost.sh
#
# Builds in temporary folders, with the crates of this checkout's Cargo.lock.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# crate NAME: an empty one, whose manifest goes on from standard input.
crate() {
  mkdir -p "$folder/$1/src"
  cp "$checkout/Cargo.lock" "$folder/$1/"
  { printf '[package]\nname = "%s"\nedition = "2024"\n\n' "$1"; cat; printf '\n[workspace]\n'; } \
    > "$folder/$1/Cargo.toml"
}

# build NAME: prints the CPU seconds of its cold build.
build() {
  local TIMEFORMAT='%U %S' times
  cd "$folder/$1"
  cargo fetch --quiet
  times=$({ time cargo build --quiet --offline --target-dir "$folder/$1/target" >&3 2>&4; } 3>&2 4>&2 2>&1)
  awk '{ printf "%.1f\n", $1 + $2 }' <<< "$times"
}

tokio='{ version = "1", features = ["macros", "rt-multi-thread"] }'

crate plain << EOF
[dependencies]
rdkafka = "0.39"
tokio = $tokio
EOF
echo 'fn main() {}' > "$folder/plain/src/main.rs"

crate client << EOF
[dependencies]
adjutant = { path = "$checkout/runtime" }
tokio = $tokio

[build-dependencies]
adjutant-codegen = { path = "$checkout/codegen" }
EOF
cat > "$folder/client/build.rs" << EOF
fn main() -> adjutant_codegen::Result {
    adjutant_codegen::Builder::new("$checkout/schemas/ledger").client_only().compile()
}
EOF
cat > "$folder/client/src/main.rs" << 'EOF'
adjutant::include_interface!(ledger);

use adjutant::{Adjutant, Config};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client: ledger::Client = Adjutant::connect(Config::from_env())?.client("web-shop").await?;
    let (ledger, account) = ("main".into(), "ann".into());
    println!("{:?}", client.open_account(ledger::OpenAccount { ledger, account, deposit: 0 }).await?);
    Ok(())
}
EOF

plain=$(build plain)
client=$(build client)
echo "rdkafka and tokio alone: $plain CPU seconds"
echo "a client of the ledger:  $client CPU seconds"
awk -v client="$client" -v plain="$plain" 'BEGIN { printf "ratio: %.2f\n", client / plain }'
