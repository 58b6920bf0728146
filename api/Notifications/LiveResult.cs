using System.Buffers;
using System.Net.WebSockets;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Countersign.Api.Notifications;

/// <summary>Sends a client its events until it is cut or goes: as Server-Sent Events, or over the WebSocket that it asked for.</summary>
internal sealed class LiveResult(LiveClient client, TimeProvider time) : IResult, IEndpointMetadataProvider
{
    private const int FlushBytes = 32 * 1024;
    private const int MessageBytesMax = 1_024;

    private static readonly TimeSpan CutGrace = TimeSpan.FromSeconds(5);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/event-stream"]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // A client that reads nothing at all never gets to the reason for which it is cut: its connection goes.
        await using var abort = time.CreateTimer(
            c => ((HttpContext)c!).Abort(), httpContext, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var cut = client.WasCut.Register(() => abort.Change(CutGrace, Timeout.InfiniteTimeSpan));
        try
        {
            await (httpContext.WebSockets.IsWebSocketRequest ? SendMessagesAsync(httpContext) : SendEventsAsync(httpContext));
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // The client has gone.
        }
    }

    private async Task SendEventsAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache,no-store";
        response.Headers.ContentEncoding = "identity";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // Asked for once, and not given to each waiting: a flush ends with the connection by itself.
        var (body, aborted) = (response.BodyWriter, context.RequestAborted);
        await using var gone = aborted.UnsafeRegister(static c => ((LiveClient)c!).Wake(), client);
        while (!aborted.IsCancellationRequested)
        {
            var unflushed = 0;
            while (client.Take(out var isLast) is { } frame)
            {
                body.Write(frame.Sse.Span);
                unflushed += frame.Sse.Length;
                if (isLast)
                {
                    await body.FlushAsync(CancellationToken.None);
                    return;
                }

                if (unflushed >= FlushBytes)
                {
                    await body.FlushAsync(CancellationToken.None);
                    unflushed = 0;
                }
            }

            if (unflushed > 0)
            {
                await body.FlushAsync(CancellationToken.None);
            }

            await client.WaitAsync();
        }
    }

    private async Task SendMessagesAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var listening = ListenAsync(socket, gone);
        await using var woken = gone.Token.UnsafeRegister(static c => ((LiveClient)c!).Wake(), client);
        try
        {
            while (!gone.IsCancellationRequested)
            {
                while (client.Take(out var isLast) is { } frame)
                {
                    await socket.SendAsync(frame.Message, WebSocketMessageType.Text, endOfMessage: true, gone.Token);
                    if (isLast)
                    {
                        // Until the client has answered: a connection that is closed at once takes the last event with it.
                        await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "cut", gone.Token);
                        await listening;
                        return;
                    }
                }

                await client.WaitAsync();
            }
        }
        finally
        {
            await gone.CancelAsync();
            await listening;
        }
    }

    /// <summary>Nothing is asked of the client; its messages are read so that its goodbye is seen, and a chatty one is sent away.</summary>
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource gone)
    {
        var buffer = new byte[MessageBytesMax];
        try
        {
            var heard = 0;
            while (heard < MessageBytesMax)
            {
                var message = await socket.ReceiveAsync(buffer, gone.Token);
                if (message.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                heard += message.Count + 1;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The other side of the connection found out first.
        }

        await gone.CancelAsync();
    }
}
