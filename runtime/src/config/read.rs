//! Reads a configuration from a TOML file and from the environment.

use super::{Config, keys};
use adjutant_avro::suggest;
use std::{collections::BTreeMap, path::Path};
use toml_edit::{DocumentMut, Item, Table};

/// Sets what a TOML file says.
pub(super) fn file(config: &mut Config, path: &Path) {
    let mut faults = Vec::new();
    let at = path.display();
    match std::fs::read_to_string(path) {
        Err(error) => faults.push(format!("it cannot be read: {error}")),
        Ok(text) => match text.parse::<DocumentMut>() {
            Err(error) => faults.push(format!("it is no TOML: {error}")),
            Ok(document) => table(config, document.as_table(), &mut faults),
        },
    }
    config.faults.extend(faults.into_iter().map(|fault| format!("{at}: {fault}")));
}

fn table(config: &mut Config, table: &Table, faults: &mut Vec<String>) {
    for (key, item) in table {
        if let ("kafka", Some(properties)) = (key, item.as_table()) {
            kafka(config, properties, faults);
            continue;
        }
        let Some(text) = text(item) else {
            faults.push(format!("`{key}` is neither a text, a number nor a boolean"));
            continue;
        };
        match keys::set(config, key, &text) {
            Some(Ok(())) => {}
            Some(Err(fault)) => faults.push(format!("`{key}`: {fault}")),
            None => {
                let near = match suggest::nearest(key, keys::NAMES) {
                    Some(near) => format!(": did you mean `{near}`?"),
                    None => String::new(),
                };
                faults.push(format!("`{key}` is no key of the configuration{near}"));
            }
        }
    }
}

/// `[kafka]`, `[kafka.consumer]`, `[kafka.producer]`: properties, quoted or as dotted keys.
fn kafka(config: &mut Config, table: &Table, faults: &mut Vec<String>) {
    for (key, item) in table {
        match (key, item.as_table()) {
            ("consumer", Some(table)) => properties(&mut config.consumer, "", table, faults),
            ("producer", Some(table)) => properties(&mut config.producer, "", table, faults),
            (_, Some(table)) => properties(&mut config.kafka, &format!("{key}."), table, faults),
            (_, None) => property(&mut config.kafka, key.into(), item, faults),
        }
    }
}

fn properties(
    into: &mut BTreeMap<String, String>,
    prefix: &str,
    table: &Table,
    faults: &mut Vec<String>,
) {
    for (key, item) in table {
        let name = format!("{prefix}{key}");
        match item.as_table() {
            Some(table) => properties(into, &format!("{name}."), table, faults),
            None => property(into, name, item, faults),
        }
    }
}

fn property(
    into: &mut BTreeMap<String, String>,
    name: String,
    item: &Item,
    faults: &mut Vec<String>,
) {
    match text(item) {
        Some(text) => {
            into.insert(name, text);
        }
        None => faults.push(format!("`kafka.{name}` is neither a text, a number nor a boolean")),
    }
}

fn text(item: &Item) -> Option<String> {
    let value = item.as_value()?;
    (value.as_str().map(str::to_owned))
        .or_else(|| value.as_integer().map(|number| number.to_string()))
        .or_else(|| value.as_float().map(|number| number.to_string()))
        .or_else(|| value.as_bool().map(|flag| flag.to_string()))
}

/// Sets what `ADJUTANT_*` variables say.
pub(super) fn variables(config: &mut Config, variables: impl Iterator<Item = (String, String)>) {
    for (variable, text) in variables {
        let Some(name) = variable.strip_prefix("ADJUTANT_") else { continue };
        let name = name.to_ascii_lowercase();
        if let Some(property) = name.strip_prefix("kafka_") {
            config.kafka.insert(property.replace('_', "."), text);
            continue;
        }
        let key = name.replace('_', "-");
        match keys::set(config, &key, &text) {
            Some(Ok(())) => {}
            Some(Err(fault)) => config.faults.push(format!("{variable}: {fault}")),
            None => {
                let near = match suggest::nearest(&key, keys::NAMES) {
                    Some(near) => format!(
                        ": did you mean ADJUTANT_{}?",
                        near.to_ascii_uppercase().replace('-', "_")
                    ),
                    None => String::new(),
                };
                let fault = format!("{variable} stands for no key of the configuration{near}");
                config.faults.push(fault);
            }
        }
    }
}
