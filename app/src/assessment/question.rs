//! A question as a form, and the feedback on its answer.

use domain::catalog::QuestionKind;
use leptos::either::Either;
use leptos::prelude::*;

use super::desk::{Desk, FORM, QUESTION, VERDICT};
use super::ordering;
use super::view::{AttemptView, FeedbackView, OptionFeedbackView};
use crate::paths;
use crate::ui::{FormAlert, HiddenField, Icon, IconName, Progress};

/// Paragraphs, lists and tables of a question's author.
const RICH: &str =
    "flow [&_ul]:list-disc [&_ul]:pl-5 [&_ol]:list-decimal [&_ol]:pl-5 [&_:is(th,td)]:pr-6 [&_th]:text-left";

/// The id of the link that leaves the feedback.
pub(super) const NEXT: &str = "next";

/// One question: how far one is, the situation, what is asked, and the answer or its feedback.
pub(super) fn question(view: AttemptView, desk: Desk) -> impl IntoView {
    let situation = (!view.situation_html.is_empty())
        .then(|| view! { <div class=RICH inner_html=view.situation_html.clone()></div> });
    let below = match &view.feedback {
        Some(feedback) => Either::Left(after(feedback, paths::attempt(&view.id), desk)),
        None => Either::Right(answer_button(desk)),
    };
    let verdict = view.feedback.as_ref().map(verdict);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        desk.give();
    };
    view! {
        {progress(&view)}
        <form
            id=FORM
            class="panel"
            method="post"
            action=paths::form("answer")
            on:submit=submit
            on:change=move |_| desk.changed()
            on:input=move |_| desk.typing()
        >
            <HiddenField name="attempt" value=view.id.clone() />
            <HiddenField name="position" value=view.position.to_string() />
            {verdict}
            {situation}
            {answers(&view, desk)}
            {move || view! { <FormAlert message=desk.error.get() /> }}
            {below}
        </form>
    }
}

fn progress(view: &AttemptView) -> impl IntoView + use<> {
    let words = view.progress.clone();
    match view.of {
        Some(of) => {
            let done = view.position + u32::from(view.feedback.is_some());
            let answered = format!("{done} of {of} answered");
            let saved = Some("answers are saved as you go".to_owned());
            Either::Left(view! { <Progress label=words done=done of=of words=saved value=Some(answered) /> })
        }
        None => Either::Right(view! {
            <p class="meter-words">
                <span>{words}</span>
                <span>"every answer is saved as you give it"</span>
            </p>
        }),
    }
}

fn answer_button(desk: Desk) -> impl IntoView {
    view! {
        <div class="actions mt-2">
            <button type="submit" class="btn btn-primary" aria-disabled=move || desk.busy.get().then_some("true")>
                "Answer"
            </button>
        </div>
    }
}

/// What is asked, with what to answer it by, or with what came of it.
fn answers(view: &AttemptView, desk: Desk) -> impl IntoView + use<> {
    let asked = view! {
        <h2 id=QUESTION class="choices-legend outline-none!" tabindex="-1" inner_html=view.prompt_html.clone()></h2>
    };
    if matches!(view.kind, QuestionKind::Numeric | QuestionKind::ShortText) {
        return Either::Left(view! { {asked} {typed(view)} });
    }
    let parts = if view.has_choices() {
        let options = (0_u8..).zip(&view.options).map(|(place, html)| option(view, place, html)).collect_view();
        Either::Left(view! { <div class="choices-list">{options}</div> })
    } else {
        Either::Right(parts(view, desk))
    };
    Either::Right(view! {
        <fieldset class="choices">
            <legend>{asked}</legend>
            <p class="choices-how">{view.how.clone()}</p>
            {parts}
        </fieldset>
    })
}

/// The controls of an order or of pairs. They come from the server as they are, which keeps the code in the browser small.
fn parts(view: &AttemptView, desk: Desk) -> impl IntoView + use<> {
    view! {
        <div
            inner_html=view.parts_html.clone()
            on:click=move |event| ordering::step(desk, &event)
            on:change=|event| ordering::jump(&event)
        ></div>
    }
}

fn option(view: &AttemptView, place: u8, html: &str) -> impl IntoView + use<> {
    let many = view.kind == QuestionKind::Multiple;
    let (kind, control) = if many { ("checkbox", "checkbox") } else { ("radio", "radio") };
    let name = if many { format!("choices[{place}]") } else { "choice".to_owned() };
    let judged = view.feedback.as_ref().and_then(|feedback| feedback.options.get(usize::from(place)));
    let (class, judgement) = match judged {
        None => ("choice", None),
        Some(judged) => (judged_class(judged), Some(judgement(judged, many))),
    };
    view! {
        <label class=class>
            <input
                class=control
                type=kind
                name=name
                value=place.to_string()
                checked=view.saved.choices.contains(&place)
                disabled=view.feedback.is_some()
            />
            <span class="choice-body">
                <span class="choice-label" inner_html=html.to_owned()></span>
                {judgement}
            </span>
        </label>
    }
}

fn judged_class(option: &OptionFeedbackView) -> &'static str {
    match (option.right, option.chosen) {
        (true, _) => "choice choice-right",
        (false, true) => "choice choice-wrong",
        (false, false) => "choice",
    }
}

fn judgement(option: &OptionFeedbackView, many: bool) -> impl IntoView + use<> {
    let (icon, words) = judged_words(option, many);
    let why = option.html.clone().map(|html| view! { <span class="choice-feedback" inner_html=html></span> });
    view! {
        <span class="choice-verdict">
            <Icon name=icon class="size-5" />
            {words}
        </span>
        {why}
    }
}

/// Where several may be right, leaving one out is an answer, too.
fn judged_words(option: &OptionFeedbackView, many: bool) -> (IconName, &'static str) {
    match (option.right, option.chosen, many) {
        (true, true, _) => (IconName::CircleCheck, "Right"),
        (true, false, false) => (IconName::CircleCheck, "This one is right"),
        (true, false, true) => (IconName::CircleDot, "You left this out"),
        (false, true, _) => (IconName::CircleX, "Not this one"),
        (false, false, false) => (IconName::X, "Not right"),
        (false, false, true) => (IconName::Check, "Rightly left out"),
    }
}

/// The field for a number or for words.
fn typed(view: &AttemptView) -> impl IntoView + use<> {
    let words = view.kind == QuestionKind::ShortText;
    let (name, class, mode, value) = if words {
        ("text", "field mt-4 max-w-lg", "text", view.saved.text.clone())
    } else {
        ("number", "field max-w-72", "decimal", view.saved.number.clone())
    };
    let unit = view.unit.clone();
    let described = unit.is_some().then_some("number-unit").or_else(|| words.then_some("text-hint"));
    let hint = (words && view.feedback.is_none()).then(|| {
        view! {
            <span id="text-hint" class="field-hint">
                "A word or a few. Capitals and full stops make no difference."
            </span>
        }
    });
    view! {
        <div class=class>
            <label class="field-label" for=name>
                "Your answer"
            </label>
            <div class="field-row">
                <input
                    id=name
                    class="input"
                    type="text"
                    inputmode=mode
                    name=name
                    autocomplete="off"
                    maxlength=if words { "200" } else { "40" }
                    value=value
                    aria-describedby=described
                    readonly=view.feedback.is_some()
                />
                {unit.map(|unit| view! { <span id="number-unit" class="field-unit">{unit}</span> })}
            </div>
            {hint}
        </div>
    }
}

/// Right or not, in a word.
fn verdict(feedback: &FeedbackView) -> impl IntoView + use<> {
    let (class, icon) = if feedback.right {
        ("notice tone-good outline-none!", IconName::CircleCheck)
    } else {
        ("notice tone-accent outline-none!", IconName::CircleX)
    };
    let detail = feedback.detail.clone().map(|detail| view! { <p>{detail}</p> });
    view! {
        <div id=VERDICT class=class tabindex="-1">
            <Icon name=icon class="size-5" />
            <div>
                <p class="notice-title">{feedback.title.clone()}</p>
                {detail}
            </div>
        </div>
    }
}

/// The explanation, and the way on.
fn after(feedback: &FeedbackView, href: String, desk: Desk) -> impl IntoView + use<> {
    let explanation = feedback.explanation_html.clone().map(|html| {
        view! {
            <div class="notice tone-info">
                <Icon name=IconName::Info class="size-5" />
                <div class=RICH inner_html=html></div>
            </div>
        }
    });
    let last = feedback.last;
    let go = move |event: leptos::ev::MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        if !last && !elsewhere {
            event.prevent_default();
            desk.next();
        }
    };
    view! {
        {explanation}
        <div class="actions mt-2">
            <a id=NEXT class="btn btn-primary" href=href on:click=go>
                {if last { "See your result" } else { "Next question" }}
                <Icon name=IconName::ArrowRight class="size-4.5" />
            </a>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_out_is_an_answer_where_several_may_be_right() {
        let words = |right, chosen, many| judged_words(&OptionFeedbackView { right, chosen, html: None }, many).1;
        assert_eq!((words(false, false, true), words(false, false, false)), ("Rightly left out", "Not right"));
        assert_eq!((words(true, false, true), words(true, false, false)), ("You left this out", "This one is right"));
        assert_eq!((words(true, true, true), words(false, true, true)), ("Right", "Not this one"));
    }
}
