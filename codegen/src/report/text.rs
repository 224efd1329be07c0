//! Findings as text, the way rustc shows them.

use adjutant_avro::source::{Diagnostic, Severity, SourceId, Sources, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// Every finding with an excerpt of its source, a blank line after each.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = renderer(colour);
    diagnostics
        .iter()
        .map(|finding| renderer.render(&[group(sources, finding)]).to_string() + "\n\n")
        .collect()
}

/// A finding on one line, for tools that show no excerpt: `FILE:LINE:COLUMN: MESSAGE (ID)`.
pub fn line(sources: &Sources, finding: &Diagnostic) -> String {
    let place = finding.span.map_or(String::new(), |span| {
        let source = sources.get(span.source);
        let before = &source.text[..clamp(&source.text, span).start];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before[start..].chars().count() + 1;
        format!("{}:{line}:{column}: ", source.path.display())
    });
    format!("{place}{} ({})", finding.message, finding.id)
}

/// A title line alone.
pub(super) fn title(error: bool, text: &str, colour: bool) -> String {
    let level = if error { Level::ERROR } else { Level::WARNING };
    renderer(colour).render(&[Group::with_title(level.primary_title(text))]).to_string() + "\n"
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }
}

fn group<'a>(sources: &'a Sources, finding: &'a Diagnostic) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&finding.message).id(finding.id));
    for (source, annotations) in places(sources, finding) {
        let source = sources.get(source);
        let snippet = Snippet::source(&*source.text).path(source.path.to_string_lossy());
        group = group.element(snippet.annotations(annotations));
    }
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(&finding.help));
    }
    group
}

/// The places of a finding by source, its own first.
fn places<'a>(sources: &Sources, finding: &'a Diagnostic) -> Vec<(SourceId, Vec<Annotation<'a>>)> {
    let own = finding.span.map(|span| (AnnotationKind::Primary, span, &finding.label));
    let related = finding.related.iter().map(|(span, l)| (AnnotationKind::Context, *span, l));
    let mut places: Vec<(SourceId, Vec<Annotation<'a>>)> = Vec::new();
    for (kind, span, label) in own.into_iter().chain(related) {
        let label = (!label.is_empty()).then_some(label.as_str());
        let annotation = kind.span(clamp(&sources.get(span.source).text, span)).label(label);
        match places.iter_mut().find(|(source, _)| *source == span.source) {
            Some((_, annotations)) => annotations.push(annotation),
            None => places.push((span.source, vec![annotation])),
        }
    }
    places
}

/// The range of a span, cut to whole characters of its text.
fn clamp(text: &str, span: Span) -> Range<usize> {
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.ceil_char_boundary(span.end as usize);
    start..end.max(start)
}
