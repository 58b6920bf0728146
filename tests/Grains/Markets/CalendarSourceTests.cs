using System.Collections.Concurrent;
using Countersign.Silo.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Tests.Grains.Markets;

/// <summary>A calendar on the web, against a server on this machine.</summary>
public sealed class CalendarSourceTests : IAsyncLifetime
{
    private const string OneRelease = "time,currency,impact,title\n2024-03-08T13:30:00Z,USD,high,Payrolls\n";

    private readonly ConcurrentQueue<string?> tags = new();
    private readonly HttpClient http = new();
    private WebApplication server = null!;
    private Func<HttpContext, Task> answer = _ => Task.CompletedTask;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapGet("/calendar", context =>
        {
            tags.Enqueue(context.Request.Headers.IfNoneMatch);
            return answer(context);
        });
        await server.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Calendar_ThatStoodStill_IsAskedForByItsTagAndNotReadAgain()
    {
        answer = async context =>
        {
            if (context.Request.Headers.IfNoneMatch == "\"v1\"")
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            context.Response.Headers.ETag = "\"v1\"";
            await context.Response.WriteAsync(OneRelease);
        };
        var source = Source();

        var first = Assert.IsType<CalendarAnswer.New>(await source.AskAsync(Stop));
        Assert.IsType<CalendarAnswer.Same>(await source.AskAsync(Stop));

        Assert.Equal(("desk", "Payrolls"), (first.File.Releases.Single().Source, first.File.Releases.Single().Title));
        Assert.Equal([null, "\"v1\""], tags.Select(t => string.IsNullOrEmpty(t) ? null : t));
    }

    [Fact]
    public async Task Calendar_WithoutATag_IsAskedForByItsDate()
    {
        var since = new ConcurrentQueue<string?>();
        answer = async context =>
        {
            since.Enqueue(context.Request.Headers.IfModifiedSince);
            context.Response.Headers.LastModified = "Fri, 08 Mar 2024 13:30:00 GMT";
            await context.Response.WriteAsync(OneRelease);
        };
        var source = Source();
        await source.AskAsync(Stop);
        await source.AskAsync(Stop);

        Assert.Equal("Fri, 08 Mar 2024 13:30:00 GMT", since.Last());
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, null, null)]
    public async Task Calendar_Refused_TellsWhyAndHowLongToWait(int status, string? retryAfter, int? seconds)
    {
        answer = context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            return Task.CompletedTask;
        };

        var failed = Assert.IsType<CalendarAnswer.Failed>(await Source().AskAsync(Stop));
        Assert.Equal((seconds, $"It answered {status}."), ((int?)failed.RetryAfter?.TotalSeconds, failed.Reason));
    }

    [Fact]
    public async Task Calendar_ThatIsAPageOfWords_IsNotTakenForOneNorRemembered()
    {
        answer = context =>
        {
            context.Response.Headers.ETag = "\"sorry\"";
            return context.Response.WriteAsync("<html>\n<body>We are being repaired, please come back</body>\n</html>");
        };
        var source = Source();

        var failed = Assert.IsType<CalendarAnswer.Failed>(await source.AskAsync(Stop));
        await source.AskAsync(Stop);

        Assert.StartsWith("Its answer is no calendar", failed.Reason, StringComparison.Ordinal);
        Assert.All(tags, tag => Assert.True(string.IsNullOrEmpty(tag)));
    }

    [Fact]
    public async Task Calendar_CutOffInTheMiddle_Fails()
    {
        answer = async context =>
        {
            context.Response.ContentLength = 10_000;
            await context.Response.WriteAsync(OneRelease);
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        Assert.IsType<CalendarAnswer.Failed>(await Source().AskAsync(Stop));
    }

    [Fact]
    public async Task Calendar_OfAServerThatIsGone_Fails()
    {
        var source = Source();
        await server.StopAsync(Stop);

        Assert.IsType<CalendarAnswer.Failed>(await source.AskAsync(Stop));
    }

    [Fact]
    public void Options_ThatCannotBe_AreNamedByTheirKeys()
    {
        var options = new CalendarOptions();
        options.Sources.Add(new CalendarSourceOptions { Name = "My Desk", Url = "ftp://x", PollMinutes = 0, Zone = "Mars/North" });
        options.Sources.Add(new CalendarSourceOptions { Name = "a", Url = "https://x" });
        options.Sources.Add(new CalendarSourceOptions { Name = "a", Url = "https://y" });

        var failures = new CalendarOptionsValidator().Validate(null, options).Failures!.ToArray();

        Assert.Equal(5, failures.Length);
        Assert.All(["Name", "Url", "PollMinutes", "Zone"], key => Assert.Single(failures, f => f.StartsWith($"Calendar:Sources:0:{key} ", StringComparison.Ordinal)));
        Assert.True(new CalendarOptionsValidator().Validate(null, new CalendarOptions()).Succeeded);
    }

    private CalendarSource Source() => new(
        new CalendarSourceOptions { Name = "desk", Url = server.Urls.Single() + "/calendar" }, http, TimeProvider.System);
}
