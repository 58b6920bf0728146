using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Countersign.Api.Notifications;
using Countersign.Domain.Notifications;
using Countersign.Grains.Notifications;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Countersign.Silo.Notifications;

/// <summary>
/// Sends messages over HTTP. The name is resolved here, its addresses are checked, and the connection goes to one that was: a second look-up could answer
/// something else. No proxy, no redirect, no cookie, little time, and of the answer its first kilobytes.
/// </summary>
internal sealed class WebhookSender : IWebhookSender, IDisposable
{
    private const int AnswerBytesMax = 4_096;
    private const int AddressesMax = 8;
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(1);

    private readonly AddressRules addresses;
    private readonly IDataProtectionProvider protection;
    private readonly TimeProvider time;
    private readonly TimeSpan patience;
    private readonly HttpClient http;

    public WebhookSender(IOptions<WebhookOptions> options, IDataProtectionProvider protection, TimeProvider time)
    {
        this.protection = protection;
        this.time = time;
        addresses = new AddressRules(options.Value.AllowLoopback, options.Value.AllowedNetworks.Select(IPNetwork.Parse));
        patience = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = ConnectAsync, ConnectTimeout = patience,
            PooledConnectionLifetime = ConnectionLife, MaxResponseHeadersLength = 16, MaxConnectionsPerServer = 4,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<WebhookTry> SendAsync(WebhookPost post, CancellationToken cancellationToken)
    {
        var (now, started) = (time.GetUtcNow(), Stopwatch.GetTimestamp());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        int? answer = null;
        string? error;
        try
        {
            using var request = Write(post, now);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            answer = (int)response.StatusCode;
            error = response.IsSuccessStatusCode ? null : $"It answered {answer}" + await ReadAsync(response, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            error = string.Create(CultureInfo.InvariantCulture, $"No answer within {patience.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or CryptographicException or FormatException)
        {
            error = (e.GetBaseException() is AddressRefusedException refused ? refused : e).Message;
        }

        var text = error is { Length: > WebhookTry.ErrorLengthMax } ? error[..WebhookTry.ErrorLengthMax] : error;
        return new WebhookTry(now, answer, (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds, Printable(text));
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Write(WebhookPost post, DateTimeOffset now)
    {
        var (body, timestamp) = (post.Body.ToArray(), now.ToUnixTimeSeconds());
        var secrets = post.Secrets.Select(secret => WebhookSecret.Open(protection, post.Tenant, secret)).ToArray();
        var request = new HttpRequestMessage(HttpMethod.Post, post.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("User-Agent", "Countersign-Webhooks/1");
        request.Headers.Add("webhook-id", post.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(secrets, post.Id, timestamp, body));
        return request;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);

        // One that is not allowed is enough: a name that stands for both is not somebody's by mistake.
        if (found.Length == 0 || !Array.TrueForAll(found, addresses.Allows))
        {
            throw new AddressRefusedException("The address is not one of the public internet.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. found.Take(AddressesMax)], context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[AnswerBytesMax];
        using var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read == 0 ? "." : ": " + Encoding.UTF8.GetString(buffer, 0, read);
    }

    // It goes into a list that people read, and into a database that knows no NUL.
    private static string? Printable(string? text) => text is null ? null : new string([.. text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c)]);

    private sealed class AddressRefusedException(string message) : IOException(message);
}
