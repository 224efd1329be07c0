fn main() -> adjutant_codegen::Result {
    adjutant_codegen::Builder::new("../../schemas/ledger").client_only().compile()
}
