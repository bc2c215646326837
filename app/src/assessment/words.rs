//! Sentences that several pages say.

/// What is to be read before an exam, and when it opens then.
#[must_use]
pub fn reading_first(lessons: u32, opens: Option<&str>) -> String {
    let these = if lessons == 1 { "this lesson".to_owned() } else { format!("these {lessons} lessons") };
    match opens {
        Some(at) => format!("Read {these} first; then the exam opens on {at}."),
        None => format!("Read {these} first; then the exam opens."),
    }
}
