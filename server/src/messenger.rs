//! The way to other systems: one message, one connection. The address that is connected to is the one that was checked; there is no redirect,
//! no proxy and no pool between the two.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::http::{Request, header};
use domain::integration::{AddressRefusal, may_send};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use ipnet::IpNet;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use services::ports::{Message, Messenger, NoReply, Reply, Replying};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

/// The most of an answer that is read, in bytes.
const LONGEST: usize = 4 * 1024;
/// How long it is read; less than a receiver may take in all.
const BODY: Duration = Duration::from_secs(1);

/// Posts messages over HTTP/1.1.
pub struct HttpMessenger {
    listed: Vec<IpNet>,
    tls: TlsConnector,
}

impl HttpMessenger {
    /// One that trusts the certificates of this machine, and those of the web where it has none; `listed` are the networks that may be sent to
    /// although they are not public.
    ///
    /// # Errors
    /// What TLS says, which is a fault of ours.
    pub fn new(listed: Vec<IpNet>) -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        }
        Self::trusting(roots, listed)
    }

    fn trusting(roots: RootCertStore, listed: Vec<IpNet>) -> Result<Self, rustls::Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let config = config.with_root_certificates(roots).with_no_client_auth();
        Ok(Self { listed, tls: TlsConnector::from(Arc::new(config)) })
    }

    async fn send(&self, message: Message) -> Result<Reply, NoReply> {
        let url = Url::parse(&message.url).map_err(|error| NoReply(format!("The address cannot be read: {error}.")))?;
        let request = request(&url, message)?;
        let tcp = self.connect(&url).await?;
        if url.scheme() != "https" {
            return exchange(tcp, request).await;
        }
        let name = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name =
            ServerName::try_from(name).map_err(|error| NoReply(format!("The host has no valid name: {error}.")))?;
        let tls = self.tls.connect(name, tcp).await;
        exchange(tls.map_err(|error| NoReply(format!("No TLS connection: {error}.")))?, request).await
    }

    /// Connects to the first address of the host that may be sent to and answers.
    async fn connect(&self, url: &Url) -> Result<TcpStream, NoReply> {
        let port = url.port_or_known_default().unwrap_or(443);
        let addresses: Vec<IpAddr> = match url.host() {
            Some(Host::Ipv4(address)) => vec![address.into()],
            Some(Host::Ipv6(address)) => vec![address.into()],
            Some(Host::Domain(name)) => {
                let found = tokio::net::lookup_host((name, port)).await;
                let found = found.map_err(|error| NoReply(format!("{name} is not found: {error}.")))?;
                found.map(|socket| socket.ip()).collect()
            }
            None => Vec::new(),
        };
        let mut last = NoReply("The host has no address.".to_owned());
        for address in self.allowed(&addresses, url.scheme() == "https")? {
            match TcpStream::connect(SocketAddr::new(address, port)).await {
                Ok(stream) => {
                    // A small message does not wait for more to send; one that is slower for want of this arrives, too.
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Err(error) => last = NoReply(format!("No connection to {address}: {error}.")),
            }
        }
        Err(last)
    }

    /// Those of the addresses that may be sent to; why none may be, where none is left.
    fn allowed(&self, addresses: &[IpAddr], tls: bool) -> Result<Vec<IpAddr>, NoReply> {
        let (mut allowed, mut refused) = (Vec::new(), None::<AddressRefusal>);
        for address in addresses {
            match may_send(*address, tls, self.lists(*address)) {
                Ok(()) => allowed.push(*address),
                Err(refusal) => refused = Some(refusal),
            }
        }
        match refused {
            Some(refusal) if allowed.is_empty() => Err(NoReply(refusal.to_string())),
            _ => Ok(allowed),
        }
    }
}

impl Messenger for HttpMessenger {
    fn lists(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.listed.iter().any(|network| network.contains(&address))
    }

    fn post(&self, message: Message) -> Replying<'_> {
        Box::pin(async move {
            let timeout = message.timeout;
            let late = |_| NoReply(format!("No answer within {} seconds.", timeout.as_secs()));
            tokio::time::timeout(timeout, self.send(message)).await.unwrap_or_else(|elapsed| Err(late(elapsed)))
        })
    }
}

fn request(url: &Url, message: Message) -> Result<Request<Full<Bytes>>, NoReply> {
    let host = match (url.host_str().unwrap_or_default(), url.port()) {
        (host, Some(port)) => format!("{host}:{port}"),
        (host, None) => host.to_owned(),
    };
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let mut request = Request::post(path).header(header::HOST, host).header(header::CONNECTION, "close");
    for (name, value) in message.headers {
        request = request.header(name, value);
    }
    request.body(Full::new(Bytes::from(message.body))).map_err(|error| NoReply(format!("It cannot be sent: {error}.")))
}

/// Sends the request over the connection and reads the answer's beginning.
async fn exchange<T>(stream: T, request: Request<Full<Bytes>>) -> Result<Reply, NoReply>
where
    T: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let broken = |error: hyper::Error| NoReply(format!("The connection broke: {error}."));
    let mut builder = http1::Builder::new();
    // Nothing may make us keep more of an answer than we want to read.
    builder.max_buf_size(4 * LONGEST);
    let (mut sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(broken)?;
        let retry_after = response.headers().get(header::RETRY_AFTER);
        let retry_after = retry_after.and_then(|value| value.to_str().ok()).map(str::to_owned);
        let status = response.status().as_u16();
        Ok(Reply { status, retry_after, body: beginning(response.into_body()).await })
    };
    tokio::pin!(exchange, connection);
    // The connection does the work until there is an answer; with the answer it is dropped, whatever is still in it.
    tokio::select! {
        reply = &mut exchange => reply,
        ended = &mut connection => match ended {
            Ok(()) => exchange.await,
            Err(error) => Err(broken(error)),
        },
    }
}

/// The beginning of an answer. The status is the answer; a body that breaks off, or does not end, takes nothing from it.
async fn beginning(mut body: Incoming) -> String {
    let mut bytes = Vec::new();
    let end = Instant::now() + BODY;
    while bytes.len() < LONGEST
        && let Ok(Some(Ok(frame))) = timeout_at(end, body.frame()).await
    {
        bytes.extend_from_slice(frame.data_ref().map_or(&[], |data| data));
    }
    bytes.truncate(LONGEST);
    String::from_utf8_lossy(&bytes).into_owned()
}
