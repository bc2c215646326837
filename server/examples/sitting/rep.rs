//! A rep at a browser: gives an answer, waits for the word that it is safe, goes on, and tries again where there is no word.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use domain::assessment::Item;
use domain::id::AttemptId;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use services::assessment::AnswerInput;

use crate::now;
use crate::prepare::{Person, World, solution};
use crate::record::Record;

/// An answer that the server said it has.
pub struct Acknowledged {
    pub attempt: AttemptId,
    pub position: u32,
    pub given: AnswerInput,
    /// From the first try to the word that it is safe.
    pub took: Duration,
    /// Whether the server was away meanwhile.
    pub in_restart: bool,
}

/// Somebody who sits the exam.
pub struct Rep {
    client: Client,
    url: String,
    person: Person,
    world: World,
    record: Arc<Record>,
    number: usize,
}

/// What came of one try.
enum Word {
    /// It is safe; the place of the next question, none where the exam is decided.
    Safe(Option<u32>),
    /// It was answered or decided before.
    Known,
    /// No word.
    Nothing,
}

impl Rep {
    pub fn new(url: &str, person: Person, world: World, record: Arc<Record>, number: usize) -> Result<Self> {
        let client = Client::builder().timeout(Duration::from_secs(10)).build()?;
        Ok(Self { client, url: url.to_owned(), person, world, record, number })
    }

    /// Sits the exam to its end.
    pub async fn sit(self) -> Result<Vec<Acknowledged>> {
        let attempt = self.start().await?;
        let draw = self.world.items(attempt).await?;
        let mut acknowledged = Vec::new();
        let mut place = Some(0);
        while let Some(position) = place {
            let item = draw.iter().find(|item| item.position == position).context("no such place")?;
            let given = self.answer(item)?;
            let begun = now();
            place = loop {
                match self.give(attempt, position, &given).await? {
                    Word::Safe(next) => {
                        let (took, in_restart) = (begun.elapsed(), self.record.was_away(begun));
                        self.record.answered();
                        acknowledged.push(Acknowledged { attempt, position, given, took, in_restart });
                        break next;
                    }
                    Word::Known => break self.current(attempt).await?,
                    Word::Nothing => {}
                }
            };
        }
        Ok(acknowledged)
    }

    /// Two starts at once, as from two tabs: they make one attempt.
    async fn start(&self) -> Result<AttemptId> {
        let (one, two) = futures::join!(self.start_once(), self.start_once());
        let (one, two) = (one?, two?);
        if one != two {
            bail!("two attempts: {one} and {two}");
        }
        Ok(one)
    }

    async fn start_once(&self) -> Result<AttemptId> {
        loop {
            let form = [("scope", "outbound")];
            let request = self.client.post(format!("{}/api/start-exam", self.url));
            let request = request.body(serde_urlencoded::to_string(form)?);
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            let Some((_, text)) = self.send(request).await else { continue };
            let found = text.split("/attempts/").nth(1).and_then(|rest| rest.get(..36));
            return found.and_then(|id| id.parse().ok()).with_context(|| format!("no attempt: {text}"));
        }
    }

    /// Right two times in three, differently for each rep and question; the same when asked again.
    fn answer(&self, item: &Item) -> Result<AnswerInput> {
        let right = (usize::try_from(item.position)? * 7 + self.number * 3) % 9 < 3 + self.number % 7;
        solution(&self.world.services, item, right).context("a question without an answer")
    }

    async fn give(&self, attempt: AttemptId, position: u32, given: &AnswerInput) -> Result<Word> {
        let picks: Vec<String> =
            given.picks.iter().map(|pick| pick.map_or_else(String::new, |pick| pick.to_string())).collect();
        let draft = json!({ "choices": given.choices, "number": given.number, "picks": picks, "text": given.text });
        let body = json!({ "attempt": attempt.to_string(), "position": position, "draft": draft });
        match self.call("give-answer", &body).await {
            Some((StatusCode::OK, next)) => Ok(Word::Safe(place(&next))),
            Some((StatusCode::CONFLICT, _)) => Ok(Word::Known),
            Some((status, told)) => bail!("{status}: {told}"),
            None => Ok(Word::Nothing),
        }
    }

    async fn current(&self, attempt: AttemptId) -> Result<Option<u32>> {
        loop {
            match self.call("next-question", &json!({ "attempt": attempt.to_string() })).await {
                Some((StatusCode::OK, next)) => return Ok(place(&next)),
                Some((status, told)) => bail!("{status}: {told}"),
                None => {}
            }
        }
    }

    async fn call(&self, endpoint: &str, body: &Value) -> Option<(StatusCode, Value)> {
        let (status, text) = self.send(self.client.post(format!("{}/api/{endpoint}", self.url)).json(body)).await?;
        Some((status, serde_json::from_str(&text).unwrap_or(Value::String(text))))
    }

    /// What came back; none, after a moment, where nothing did or the server says that it cannot: that is noted.
    async fn send(&self, request: reqwest::RequestBuilder) -> Option<(StatusCode, String)> {
        let begun = now();
        let told = match self.try_once(request).await {
            Ok((status, text)) if status.is_server_error() => format!("{status}: {text}"),
            Ok(answer) => return Some(answer),
            Err(error) => format!("after {:.1?}: {error:#}", begun.elapsed()),
        };
        self.record.refused(begun, told);
        tokio::time::sleep(Duration::from_millis(20)).await;
        None
    }

    async fn try_once(&self, request: reqwest::RequestBuilder) -> Result<(StatusCode, String)> {
        let cookie = format!("canoe={}", self.person.token);
        let request = request.header("cookie", cookie).header("sec-fetch-site", "same-origin");
        let answer = request.header("accept", "application/json").send().await?;
        Ok((answer.status(), answer.text().await?))
    }
}

fn place(next: &Value) -> Option<u32> {
    next.pointer("/attempt/position")?.as_u64()?.try_into().ok()
}
