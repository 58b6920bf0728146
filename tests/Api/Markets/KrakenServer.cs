using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Tests.Api.Markets;

/// <summary>A venue on loopback that speaks as Kraken documents its public WebSocket, version 2. The test says what it sends.</summary>
internal sealed class KrakenServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Channel<Connection> connections = Channel.CreateUnbounded<Connection>();

    private KrakenServer(WebApplication app) => this.app = app;

    /// <summary>Answers an attempt to connect with this status instead; 0 lets it in.</summary>
    public int Refusing { get; set; }

    public int Attempts { get; private set; }

    public Uri Address => new UriBuilder(app.Urls.Single()) { Scheme = "ws", Path = "/v2" }.Uri;

    public static async Task<KrakenServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new KrakenServer(app);
        app.UseWebSockets();
        app.Map("/v2", server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The next connection.</summary>
    public async Task<Connection> AcceptAsync() =>
        await connections.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        Attempts++;
        if (Refusing != 0)
        {
            context.Response.StatusCode = Refusing;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var connection = new Connection(socket);
        await connection.SendAsync(
            """{"channel":"status","data":[{"api_version":"v2","connection_id":13834774380200032777,"system":"online","version":"2.0.0"}],"type":"update"}""");
        connections.Writer.TryWrite(connection);
        await connection.ReadAsync();
    }

    /// <summary>One client's connection.</summary>
    internal sealed class Connection(WebSocket socket)
    {
        private readonly Channel<JsonElement> requests = Channel.CreateUnbounded<JsonElement>();
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when the client has gone.</summary>
        public Task Ended => ended.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public Task SendAsync(string json) => socket.SendAsync(
            Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        public Task CloseAsync(string reason) => socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, reason, CancellationToken.None);

        /// <summary>Ends without a word.</summary>
        public void Abort() => socket.Abort();

        /// <summary>The client's next request, which must be of this method and channel.</summary>
        public async Task<JsonElement> ExpectAsync(string method, string channel)
        {
            var request = await requests.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal((method, channel), (request.GetProperty("method").GetString(), request.GetProperty("params").GetProperty("channel").GetString()));
            return request.GetProperty("params");
        }

        /// <summary>The client subscribes to candles and books.</summary>
        public async Task SubscribedAsync()
        {
            await ExpectAsync("subscribe", "ohlc");
            await ExpectAsync("subscribe", "book");
        }

        public async Task ReadAsync()
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (true)
                {
                    var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
                    if (received.MessageType == WebSocketMessageType.Close)
                    {
                        return;
                    }

                    using var document = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
                    requests.Writer.TryWrite(document.RootElement.Clone());
                }
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The client went, or the test aborted.
            }
            finally
            {
                ended.TrySetResult();
            }
        }
    }
}
