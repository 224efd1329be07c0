//! Attributes that follow a type, a field or a definition.

use super::writer::Writer;
use crate::{
    json::{self, Json, write_string},
    schema::Logical,
};

impl Writer<'_> {
    pub(super) fn logical(&mut self, logical: Option<Logical>) {
        let Some(logical) = logical else { return };
        self.text("logicalType", logical.name());
        if let Logical::Decimal { precision, scale } = logical {
            self.out.push_str(&format!(",\"precision\":{precision},\"scale\":{scale}"));
        }
    }

    pub(super) fn props(&mut self, props: &[(String, Json)]) {
        for (key, value) in props {
            self.out.push(',');
            write_string(key, &mut self.out);
            self.out.push(':');
            json::write_to(value, &mut self.out);
        }
    }

    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.out.push_str(&format!(",\"{key}\":"));
        write_string(value, &mut self.out);
    }

    /// An attribute that is a list; nothing where it is empty.
    pub(super) fn texts<'t>(&mut self, key: &str, values: impl ExactSizeIterator<Item = &'t str>) {
        if values.len() > 0 {
            self.out.push_str(&format!(",\"{key}\":["));
            self.list(values);
            self.out.push(']');
        }
    }

    pub(super) fn list<'t>(&mut self, values: impl Iterator<Item = &'t str>) {
        for (n, value) in values.enumerate() {
            if n > 0 {
                self.out.push(',');
            }
            write_string(value, &mut self.out);
        }
    }
}
