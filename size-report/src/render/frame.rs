//! What every page has around its contents, so that one file is enough and
//! nothing from elsewhere gets in.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};

use super::plain::moves;

/// The style of every page.
pub(super) const STYLE: &str = include_str!("html/page/page.css");

/// A page of `body`, which may have `inner_style` in it. The browser is told to
/// run `script` and no other, to load nothing, and never to read text as markup.
pub(super) fn page(title: &str, body: &str, inner_style: Option<&str>, script: Option<&str>) -> String {
    let styles: Vec<_> = [Some(STYLE), inner_style].into_iter().flatten().map(hash).collect();
    let script_hash = script.map_or_else(|| "'none'".to_owned(), hash);
    let script = script.map_or_else(String::new, |script| format!("<script type=\"module\">{script}</script>\n"));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {script_hash}; \
         style-src {}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n\
         {body}{script}</html>\n",
        styles.join(" "),
        escaped(title)
    )
}

/// How a content security policy names an inline script or style.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// `text` for XML and HTML, in and out of attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if moves(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
