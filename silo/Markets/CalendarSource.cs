using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Countersign.Domain.Markets;

namespace Countersign.Silo.Markets;

/// <summary>What asking a source came to.</summary>
internal abstract record CalendarAnswer
{
    private CalendarAnswer()
    {
    }

    /// <summary>It has another calendar than before.</summary>
    public sealed record New(CalendarFile File) : CalendarAnswer;

    /// <summary>It has what it had.</summary>
    public sealed record Same : CalendarAnswer;

    /// <param name="RetryAfter">What it asked for; null where it said nothing.</param>
    public sealed record Failed(string Reason, TimeSpan? RetryAfter) : CalendarAnswer;
}

/// <summary>One calendar on the web. It remembers the entity tag, so that a calendar that stood still costs neither side anything.</summary>
internal sealed class CalendarSource(CalendarSourceOptions options, HttpClient http, TimeProvider time)
{
    private const int BytesMax = 16 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Zone);
    private EntityTagHeaderValue? tag;
    private DateTimeOffset? modified;

    public CalendarSourceOptions Options => options;

    public async Task<CalendarAnswer> AskAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, options.Url);
            if (tag is not null)
            {
                request.Headers.IfNoneMatch.Add(tag);
            }
            else if (modified is not null)
            {
                request.Headers.IfModifiedSince = modified;
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new CalendarAnswer.Failed(e.Message, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CalendarAnswer.Failed($"There was no answer within {Patience.TotalSeconds:0} seconds.", null);
        }
    }

    private async Task<CalendarAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return new CalendarAnswer.Same();
        }

        if (!response.IsSuccessStatusCode)
        {
            return new CalendarAnswer.Failed($"It answered {(int)response.StatusCode}.", RetryAfter(response));
        }

        if (await TextAsync(response, cancellationToken) is not { } text)
        {
            return new CalendarAnswer.Failed($"It answered more than {BytesMax / 1024 / 1024} MB.", null);
        }

        var file = CalendarReader.Read(text, options.Name, zone);
        if (file.Releases.IsEmpty && !file.Defects.IsEmpty)
        {
            // A page that says it is sorry is no calendar, and must not be remembered as one.
            return new CalendarAnswer.Failed($"Its answer is no calendar: line {file.Defects[0].Line}: {file.Defects[0].Detail}", null);
        }

        tag = response.Headers.ETag;
        modified = response.Content.Headers.LastModified;
        return new CalendarAnswer.New(file);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private static async Task<string?> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (kept.Length + count > BytesMax)
            {
                return null;
            }

            kept.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
