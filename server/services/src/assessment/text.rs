//! Questions as plain text.

/// The text of sanitised inline HTML.
#[must_use]
pub fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    // `&amp;` last: what it stands for is no beginning of another one.
    entities.iter().fold(text, |text, (entity, character)| text.replace(entity, character))
}

/// The beginning of a question's words, of so many characters at most: whole words, and an ellipsis where there is more.
pub(super) fn excerpt(html: &str, most: usize) -> String {
    let text = plain_text(html);
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.chars().count() + word.chars().count() + 2 > most && !short.is_empty() {
            return short + "…";
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_the_text_that_people_read() {
        assert_eq!(plain_text("Is <em>5 &lt; 7</em> &amp;amp; so?"), "Is 5 < 7 &amp; so?");
    }

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt("<p>Which of <b>these</b>?</p>\n", 80), "Which of these?");
        assert_eq!(excerpt("One two three four", 10), "One two…");
        assert_eq!(excerpt("", 10), "");
    }
}
