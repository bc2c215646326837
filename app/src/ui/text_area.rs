//! The only `<textarea>` of the app.

use leptos::prelude::*;

use super::form::{control_id, described_by, label as field_label, notes};

/// Several lines of input.
///
/// Leptos 0.8 does not escape the children of a textarea, so that a stored `</textarea><script>` would run: this
/// component escapes the value itself. Goes with Leptos 0.9, which escapes.
#[component]
pub fn TextArea(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The form's key; unique on the page.
    #[prop(into)]
    name: String,
    /// What is in it already.
    #[prop(optional_no_strip, into)]
    value: Option<String>,
    /// What went wrong with it.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Help before anything goes wrong.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// Height in lines.
    #[prop(default = 4)]
    rows: u16,
    /// The most characters it takes.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// The control's id, where the page has several of this name.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| control_id(&name));
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    // Whoever reads with a keyboard or a screen reader starts at what went wrong; of several fields the first one wins.
    let autofocus = error.is_some();
    let class = if error.is_some() { "textarea textarea-error" } else { "textarea" };
    view! {
        <div class="field">
            {field_label(&id, label, required)}
            <textarea
                class=class
                id=id.clone()
                name=name
                rows=rows.to_string()
                maxlength=maxlength.map(|most| most.to_string())
                required=required
                autofocus=autofocus
                aria-describedby=described
                aria-invalid=invalid
            >
                // Without a value there is no text in it, which is what a browser makes of it, too.
                {value.filter(|value| !value.is_empty()).map(|value| escape(&value))}
            </textarea>
            {notes(&id, hint, error)}
        </div>
    }
    .into_any()
}

/// Escapes text for the inside of a textarea. The first line break after the tag is dropped by browsers, hence one more.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 1);
    escaped.push('\n');
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(value: &str) -> String {
        let value = value.to_owned();
        view! { <TextArea label="Notes" name="notes" value=value /> }.to_html()
    }

    #[test]
    fn a_stored_script_stays_text() {
        let html = html("</textarea><script>alert(1)</script> & <b>");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn an_empty_one_has_nothing_in_it() {
        let html = view! { <TextArea label="Notes" name="notes" /> }.to_html();
        assert!(!html.contains('\n'), "a browser that takes the page over would look for it: {html}");
    }

    #[test]
    fn plain_words_and_line_breaks_come_back() {
        let html = html("\nfirst\nsecond");
        assert!(html.contains(">\n\nfirst\nsecond</textarea>"), "{html}");
    }

    #[test]
    fn leptos_still_needs_this() {
        let raw = view! { <textarea>{"</textarea><i>".to_owned()}</textarea> }.to_html();
        assert!(raw.contains("</textarea><i>"), "Leptos escapes now: remove `escape`. {raw}");
    }
}
