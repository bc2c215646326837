//! E-mail addresses in a narrow column.

use leptos::prelude::*;

/// A text that breaks behind an `@` before it breaks anywhere else. Copied, it is the text alone.
pub fn breakable(text: &str) -> AnyView {
    let mut parts: Vec<String> = text.split_inclusive('@').map(str::to_owned).collect();
    let last = parts.pop();
    let parts = parts.into_iter().map(|part| {
        view! {
            {part}
            <wbr />
        }
    });
    view! {
        {parts.collect_view()}
        {last}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_breaks_behind_its_at() {
        let html = breakable("tomasz@halyard.example").to_html().replace("<!>", "");
        assert_eq!(html, "tomasz@<wbr>halyard.example");
        assert_eq!(breakable("<b>").to_html().replace("<!>", ""), "&lt;b&gt;");
    }
}
