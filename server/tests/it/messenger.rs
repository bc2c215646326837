//! Messages to other systems go where they may, once, and bring an answer home that is not too long.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use canoe_server::messenger::HttpMessenger;
use services::ports::{Message, Messenger as _, Reply};

/// A server that gives each connection this answer and keeps what it was asked.
fn server(answer: String) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let keeps = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let (mut request, mut buffer) = (Vec::new(), [0; 4096]);
            // All of these tests send this body.
            while !request.ends_with(b"{\"x\":1}") {
                let n = stream.read(&mut buffer).unwrap_or(0);
                if n == 0 {
                    break;
                }
                request.extend_from_slice(&buffer[..n]);
            }
            keeps.lock().unwrap().push(String::from_utf8_lossy(&request).into_owned());
            if answer.is_empty() {
                std::thread::sleep(Duration::from_secs(5));
            }
            // Whoever has read enough hangs up.
            let _ = stream.write_all(answer.as_bytes());
            if answer.ends_with("and so on") {
                std::thread::sleep(Duration::from_secs(5));
            }
        }
    });
    (address, asked)
}

fn messenger(listed: &str) -> HttpMessenger {
    HttpMessenger::new(listed.split_whitespace().map(|network| network.parse().unwrap()).collect()).unwrap()
}

async fn post(messenger: &HttpMessenger, url: &str) -> Result<Reply, String> {
    let headers = vec![("content-type", "application/json".to_owned()), ("webhook-id", "7".to_owned())];
    let timeout = Duration::from_millis(1_500);
    let message = Message { url: url.to_owned(), headers, body: "{\"x\":1}".to_owned(), timeout };
    messenger.post(message).await.map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_message_arrives_and_its_answer_comes_back() {
    let answer = "HTTP/1.1 503 Busy\r\nRetry-After: 120\r\nContent-Length: 5\r\n\r\nlater";
    let (address, asked) = server(answer.to_owned());
    let reply =
        post(&messenger("127.0.0.0/8"), &format!("http://localhost:{}/hook?k=1", address.port())).await.unwrap();
    assert_eq!(reply, Reply { status: 503, retry_after: Some("120".to_owned()), body: "later".to_owned() });
    let request = asked.lock().unwrap()[0].clone();
    assert!(request.starts_with("POST /hook?k=1 HTTP/1.1\r\n"), "{request}");
    let head = request.to_lowercase();
    for line in [&format!("host: localhost:{}", address.port()), "webhook-id: 7", "content-length: 7"] {
        assert!(head.contains(&format!("{line}\r\n")), "{line} in {request}");
    }
}

#[tokio::test]
async fn what_the_settings_do_not_list_is_refused_by_name_and_by_number() {
    let (address, asked) = server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_owned());
    let port = address.port();
    for (listed, url) in [
        ("", format!("http://127.0.0.1:{port}/")),
        ("", format!("http://localhost:{port}/")),
        ("", format!("https://localhost:{port}/")),
        ("10.0.0.0/8", format!("http://localhost:{port}/")),
        ("", format!("http://[::ffff:127.0.0.1]:{port}/")),
    ] {
        let refused = post(&messenger(listed), &url).await.unwrap_err();
        assert!(refused.contains("webhook_private_networks"), "{url}: {refused}");
    }
    assert!(asked.lock().unwrap().is_empty(), "nothing was connected to");
    assert!(post(&messenger("127.0.0.0/8"), &format!("http://[::ffff:127.0.0.1]:{port}/")).await.is_ok());
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_leads_nowhere() {
    let (other, there) = server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_owned());
    let (address, _) = server(format!("HTTP/1.1 307 Go\r\nLocation: http://{other}/\r\nContent-Length: 0\r\n\r\n"));
    let reply = post(&messenger("127.0.0.0/8"), &format!("http://{address}/")).await.unwrap();
    assert_eq!(reply.status, 307);
    assert!(there.lock().unwrap().is_empty());
}

#[tokio::test]
async fn no_more_is_read_of_an_answer_than_is_kept() {
    let long = "x".repeat(8 * 1024 * 1024);
    let (address, _) = server(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{long}", long.len()));
    let reply = post(&messenger("127.0.0.0/8"), &format!("http://{address}/")).await.unwrap();
    assert_eq!((reply.status, reply.body.len()), (200, 4096));
}

#[tokio::test]
async fn an_answer_that_does_not_end_has_been_given() {
    let (address, _) = server("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nand so on".to_owned());
    let reply = post(&messenger("127.0.0.0/8"), &format!("http://{address}/")).await.unwrap();
    assert_eq!((reply.status, reply.body.as_str()), (200, "and so on"));
}

#[tokio::test]
async fn why_there_is_no_answer_is_said() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let messenger = messenger("127.0.0.0/8");
    let words = post(&messenger, &format!("http://{closed}/")).await.unwrap_err();
    assert!(words.starts_with("No connection to 127.0.0.1"), "{words}");
    let (silent, _) = server(String::new());
    let words = post(&messenger, &format!("http://{silent}/")).await.unwrap_err();
    assert_eq!(words, "No answer within 1 seconds.");
    let (plain, _) = server("HTTP/1.1 200 OK\r\n\r\n".to_owned());
    let words = post(&messenger, &format!("https://{plain}/")).await.unwrap_err();
    assert!(words.starts_with("No TLS connection") || words.starts_with("No answer"), "{words}");
}
