//! The text of a message, but for what changes with every edit of the project.

use std::path::Path;

/// The columns that hold the numbers of lines.
const GUTTER: usize = 2;

/// Source is shown of the case alone; of generated code the file is named.
/// Files with long names of types are not mentioned.
pub fn stable(rendered: &str, out: &Path) -> String {
    let rendered = rendered.replace(&out.display().to_string(), "$OUT_DIR");
    let (mut text, mut width, mut elsewhere) = (String::new(), None, false);
    for line in rendered.trim_end().lines() {
        if line.contains("the full name for the type") || line.contains("the full type name") {
            continue;
        }
        if line.starts_with(|first: char| first.is_ascii_lowercase()) {
            elsewhere = false;
        }
        if let Some((at, place)) = arrow(line) {
            width.get_or_insert(at);
            elsewhere = place.contains('/');
        }
        let line = match width.and_then(|width| line.split_at_checked(width)) {
            Some((gutter, rest)) if gutter.bytes().all(|b| b == b' ' || b.is_ascii_digit()) => {
                if elsewhere && rest.starts_with(" |") {
                    continue;
                }
                format!("{:>GUTTER$}{rest}", gutter.trim())
            }
            _ if elsewhere && line == "..." => continue,
            _ => line.to_owned(),
        };
        text += match arrow(&line) {
            Some((_, place)) if elsewhere => line.replace(place, &file(place)),
            _ => line,
        }
        .trim_end();
        text.push('\n');
    }
    text + "\n"
}

/// Where the arrow at a place stands, and the place.
fn arrow(line: &str) -> Option<(usize, &str)> {
    let at = line.len() - line.trim_start().len();
    let place = line[at..].strip_prefix("--> ").or_else(|| line[at..].strip_prefix("::: "))?;
    Some((at, place))
}

/// A place without line and column; of the runtime, no more than that it is there.
fn file(place: &str) -> String {
    match place.contains("runtime/src/") {
        true => "runtime/src/..".to_owned(),
        false => place.split(':').next().unwrap_or(place).to_owned(),
    }
}

#[test]
fn generated_source_is_hidden_and_the_users_is_kept() {
    let rendered = concat!(
        "error: `x`\n",
        "   --> case.rs:3:5\n",
        "    |\n",
        "  3 |     x\n",
        "    |     ^\n",
        "note: from\n",
        "   ::: /out/ledger.rs:712:1\n",
        "    |\n",
        "712 | pub x\n",
        "...\n",
        "800 | pub y\n",
        "    = note: y\n",
        "help: instead\n",
        "    |\n",
        "  3 |     z\n\n",
    );
    let stable_text = concat!(
        "error: `x`\n",
        "  --> case.rs:3:5\n",
        "   |\n",
        " 3 |     x\n",
        "   |     ^\n",
        "note: from\n",
        "  ::: $OUT_DIR/ledger.rs\n",
        "   = note: y\n",
        "help: instead\n",
        "   |\n",
        " 3 |     z\n\n",
    );
    assert_eq!(stable(rendered, Path::new("/out")), stable_text);
}
