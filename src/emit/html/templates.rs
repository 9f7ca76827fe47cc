//! The frame of the pages: the templates of `layouts/html`, strict and escaping. A template that fails is a fault of ours
//! or of a designer's layout, never of the plan.

use crate::diag::Diagnostic;
use crate::diag::codes::{Code, P0902};
use crate::emit::layouts::Layouts;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, escape_formatter};

/// The code of a layout of the site that cannot be used.
const CODE: Code = P0902;

/// The templates, ready.
pub(super) struct Templates(Environment<'static>);

impl Templates {
    pub(super) fn new(layouts: &Layouts) -> Result<Self, Vec<Diagnostic>> {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_auto_escape_callback(|_| AutoEscape::Html);
        // The standard formatter writes `/` as a character reference, in every address. `'` needs no escape between double
        // quotes.
        env.set_formatter(|out, state, value| {
            let escapes = !value.is_safe() && matches!(state.auto_escape(), AutoEscape::Html);
            let Some(text) = value.as_str().filter(|_| escapes) else {
                return escape_formatter(out, state, value);
            };
            let mut escaped = String::with_capacity(text.len());
            super::inline::escape(&mut escaped, text);
            out.write_str(&escaped)?;
            Ok(())
        });
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        env.set_syntax(syntax.map_err(|error| vec![problem("html", &error)])?);

        let mut problems = Vec::new();
        for (name, bytes) in layouts.iter().filter(|(name, _)| name.starts_with("html/") && name.ends_with(".html")) {
            let source = String::from_utf8_lossy(bytes).into_owned();
            if let Err(error) = env.add_template_owned(name.to_owned(), source) {
                problems.push(problem(name, &error));
            }
        }
        if problems.is_empty() { Ok(Templates(env)) } else { Err(problems) }
    }

    pub(super) fn render(&self, name: &str, content: Value) -> Result<String, Diagnostic> {
        self.0.get_template(name).and_then(|template| template.render(content)).map_err(|error| problem(name, &error))
    }
}

/// `error` with the place nearest to its cause. An error in an included template is nested in that of the template that
/// includes it.
fn problem(name: &str, error: &Error) -> Diagnostic {
    let mut inner = error;
    while let Some(source) = std::error::Error::source(inner).and_then(|source| source.downcast_ref::<Error>()) {
        inner = source;
    }
    let place = match (inner.name().or(error.name()).unwrap_or(name), inner.line().or(error.line())) {
        (name, Some(line)) => format!("layouts/{name}, riga {line}"),
        (name, None) => format!("layouts/{name}"),
    };
    Diagnostic::global(CODE, format!("il modello di pagina non si può usare ({place})"))
        .note(inner.to_string())
        .help("è un errore di piao o dell’impaginazione: segnalalo")
}
