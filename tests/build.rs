fn main() -> adjutant_codegen::Result {
    adjutant_codegen::compile("schemas/echo")
}
