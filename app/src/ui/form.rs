//! Form controls with their label, hint and error tied together.

use leptos::prelude::*;

use super::{Icon, IconName};

/// The id of a control, from its name.
pub(super) fn control_id(name: &str) -> String {
    format!("f-{name}")
}

/// The ids that describe a control, for `aria-describedby`.
pub(super) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-error {id}-hint")),
    }
}

/// A label above a control; says so when the control may be left empty.
pub(super) fn label(id: &str, words: String, required: bool) -> AnyView {
    view! {
        <label class="field-label" for=id.to_owned()>
            {words}
            {(!required).then(|| view! { <span class="field-optional">"optional"</span> })}
        </label>
    }
    .into_any()
}

/// The hint and the error beneath a control.
pub(super) fn notes(id: &str, hint: Option<String>, error: Option<String>) -> AnyView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    view! {
        {error
            .map(|error| {
                view! {
                    <p class="field-error" id=error_id>
                        <Icon name=IconName::AlertTriangle class="size-4" />
                        <span>{error}</span>
                    </p>
                }
            })}
        {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
    }
    .into_any()
}

/// The most that the server takes. Passwords may be longer than what it takes: a browser cuts off without a word.
fn usual_maxlength(kind: &str) -> Option<u32> {
    match kind {
        "date" => None,
        "email" => Some(254),
        "password" => Some(256),
        _ => Some(100),
    }
}

/// One line of input.
#[component]
pub fn Field(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The form's key; unique on the page.
    #[prop(into)]
    name: String,
    /// `text`, `email`, `password`, `number`, `date` …
    #[prop(default = "text")]
    kind: &'static str,
    /// What is in it already. Never a password.
    #[prop(optional_no_strip, into)]
    value: Option<String>,
    /// What went wrong with it.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Help before anything goes wrong.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// The browser's name for the value, such as `username`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// The keyboard a phone shows, such as `numeric`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// What stands behind the field, such as `days`.
    #[prop(optional, into)]
    unit: Option<String>,
    /// The most characters it takes; what is usual for the kind where nothing is said.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether the page starts here. It also does where something went wrong; of several fields the first one wins.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let id = control_id(&name);
    let autofocus = autofocus || error.is_some();
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let class = if error.is_some() { "input input-error" } else { "input" };
    let maxlength = maxlength.or_else(|| usual_maxlength(kind)).map(|most| most.to_string());
    view! {
        <div class="field">
            {self::label(&id, label, required)}
            <div class="field-row">
                <input
                    class=class
                    id=id.clone()
                    type=kind
                    name=name
                    value=value
                    required=required
                    autofocus=autofocus
                    maxlength=maxlength
                    autocomplete=autocomplete
                    inputmode=inputmode
                    aria-describedby=described
                    aria-invalid=invalid
                />
                {unit.map(|unit| view! { <span class="field-unit">{unit}</span> })}
            </div>
            {notes(&id, hint, error)}
        </div>
    }
    .into_any()
}

/// A value that travels with the form unseen.
#[component]
pub fn HiddenField(
    /// The form's key.
    #[prop(into)]
    name: String,
    /// The value.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }.into_any()
}

/// The button that sends the form: the page's one primary action.
#[component]
pub fn SubmitButton(
    /// What happens, as a verb.
    #[prop(into)]
    label: String,
    /// A picture after the words.
    #[prop(optional)]
    icon: Option<IconName>,
    /// daisyUI's button classes.
    #[prop(default = "btn btn-primary")]
    class: &'static str,
    /// The form's key for this button, where a form has several.
    #[prop(optional)]
    name: Option<&'static str>,
    /// What the key is set to.
    #[prop(optional, into)]
    value: Option<String>,
) -> impl IntoView {
    view! {
        <button type="submit" class=class name=name value=value>
            {label}
            {icon.map(|icon| view! { <Icon name=icon class="size-4.5" /> })}
        </button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_tied_to_its_field() {
        let html = view! { <Field label="E-mail" name="email" error="No such address".to_owned() hint="Work address".to_owned() required=true /> }.to_html();
        assert!(html.contains(r#"aria-describedby="f-email-error f-email-hint""#), "{html}");
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(html.contains(r#"for="f-email""#), "{html}");
        assert!(html.contains("autofocus"), "{html}");
        assert!(!view! { <Field label="E-mail" name="email" /> }.to_html().contains("autofocus"));
    }

    #[test]
    fn words_are_escaped() {
        let html = view! { <Field label="<b>" name="x" value="\"><script>".to_owned() /> }.to_html();
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
    }
}
