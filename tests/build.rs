fn main() -> adjutant_codegen::Result {
    adjutant_codegen::compile("schemas/echo")?;
    adjutant_codegen::compile("schemas/kinds")?;
    adjutant_codegen::compile("schemas/orders")?;
    adjutant_codegen::compile("schemas/orders6")
}
