using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

/// <summary>What a webhook points at: it keeps what it gets, and answers what the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Got> got = Channel.CreateUnbounded<Got>();
    private readonly WebApplication app;

    private WebhookReceiver(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>How it answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => Status(context, HttpStatusCode.NoContent);

    public string Url => app.Urls.Single() + "/desk?a=b";

    public static async Task<WebhookReceiver> StartAsync(int port = 0)
    {
        var receiver = new WebhookReceiver(port);
        await receiver.app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public static Task Status(HttpContext context, HttpStatusCode status)
    {
        context.Response.StatusCode = (int)status;
        return Task.CompletedTask;
    }

    /// <summary>The next message that comes, or the one that waits to be looked at.</summary>
    public async Task<Got> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await got.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next message of a type; others are passed over.</summary>
    public async Task<Got> NextAsync(string type)
    {
        while (true)
        {
            if (await NextAsync() is var message && message.Type == type)
            {
                return message;
            }
        }
    }

    public int Unseen => got.Reader.Count;

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        await got.Writer.WriteAsync(new Got(
            context.Request.Path + context.Request.QueryString, context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()), body.ToArray()));
        await Answer(context);
    }

    internal sealed record Got(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public string Id => Headers["webhook-id"];

        public string Type => System.Text.Json.JsonDocument.Parse(Body).RootElement.GetProperty("type").GetString()!;
    }
}
