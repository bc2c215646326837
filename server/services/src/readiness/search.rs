//! Finding somebody by what is typed.

use domain::identity::Person;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Whether somebody's name, address or id in other systems has all these words in it; accents and case do not matter.
pub(super) fn finds(words: &str, person: &Person) -> bool {
    let id = person.external_id.as_deref().unwrap_or_default();
    let known = plain(&format!("{} {} {id}", person.name, person.email));
    plain(words).split_whitespace().all(|word| known.contains(word))
}

/// A text without case and accents, to find “Zieliński” by “zielinski”.
fn plain(text: &str) -> String {
    let folded = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    // These are letters of their own, which nothing takes apart.
    folded
        .map(|c| match c {
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            'ı' => 'i',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(plain("Tomasz Zieliński"), "tomasz zielinski");
        assert_eq!(plain("ŁUKASIK Bjørn Zoë"), "lukasik bjorn zoe");
    }
}
