using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;

namespace Countersign.Silo.Markets;

/// <summary>The recording cannot be played; the message is for the user, with the line where there is one.</summary>
internal sealed class ReplayException(string message) : Exception(message);

/// <summary>Plays a recorded file at a multiple of real time, or as fast as the desk takes it.</summary>
internal sealed class ReplayFeed : IMarketFeed
{
    private const int BatchMax = 256;

    // A recording whose first lines cannot be read, so many of them, is not what its header says.
    private const int MalformedFirstMax = 1_000;
    private const int MalformedHeldMax = 10_000;

    private readonly string file;
    private readonly RecordedFormat format;
    private readonly Instrument instrument;
    private readonly double? speed;
    private readonly TimeProvider time;
    private readonly Queue<MalformedLine> malformed = new();
    private readonly string sessionId;
    private (long Line, long Count) overflow;

    private ReplayFeed(string file, RecordedFormat format, Instrument instrument, double? speed, TimeProvider time)
    {
        this.file = file;
        this.format = format;
        this.instrument = instrument;
        this.speed = speed;
        this.time = time;
        sessionId = $"replay/{Path.GetFileName(file)}/{time.GetUtcNow().UtcTicks}";
        Description = new FeedDescription($"replay of {Path.GetFileName(file)}", Simulated: false, Recorded: true);
    }

    public FeedDescription Description { get; }

    /// <summary>Time of the first tick, which is where a replay's clock begins.</summary>
    public DateTimeOffset Start { get; private set; }

    /// <summary>Opens a recording and reads its first tick.</summary>
    /// <exception cref="ReplayException">The symbol is unknown, the format is wrong, or there is no tick in it.</exception>
    public static ReplayFeed Open(
        string file, Symbol? symbol, RecordedFormat? format, double? speed, TimeProvider time)
    {
        var known = symbol is { } given
            ? Instruments.Find(given) ?? throw new ReplayException($"The desk does not know {given}; it knows {Known()}.")
            : Guess(file) ?? throw new ReplayException($"Which symbol {Path.GetFileName(file)} quotes is not clear from its name: give --symbol.");
        using var reader = new StreamReader(file);
        var header = reader.ReadLine();
        var detected = RecordedFormat.Detect(header);
        if (detected is null || (format is not null && format != detected))
        {
            var expected = format?.Header ?? string.Join("' or '", RecordedFormat.All.Select(f => f.Header.Replace('\t', ' ')));
            throw new ReplayException($"{file}, line 1: the header is '{Shorten(header)}'; '{expected}' was expected.");
        }

        var feed = new ReplayFeed(file, detected, known, speed, time);
        feed.Start = feed.FirstTime();
        return feed;
    }

    private DateTimeOffset FirstTime()
    {
        foreach (var (tick, _) in ReadTicks())
        {
            malformed.Clear();
            return tick.Time;
        }

        throw malformed.TryPeek(out var first)
            ? new ReplayException($"{file}, line {first.Line}: {first.Problem}, and no line can be read as {format.Name}.")
            : new ReplayException($"{file}: there is no tick in it.");
    }

    private void OnMalformed(MalformedLine line)
    {
        if (Start == default && malformed.Count == MalformedFirstMax)
        {
            var first = malformed.Peek();
            throw new ReplayException($"{file}, line {first.Line}: {first.Problem}, and the next {MalformedFirstMax} lines cannot be read either.");
        }

        if (malformed.Count < MalformedHeldMax)
        {
            malformed.Enqueue(line);
        }
        else
        {
            // Told together: lines between two good ticks must not pile up without a bound.
            overflow = (line.Line, overflow.Count + 1);
        }
    }

    public async Task RunAsync(ITickSink sink, CancellationToken cancellationToken)
    {
        var session = new FeedSession(sessionId, instrument.Symbol, Description);
        await sink.BeginAsync(session, cancellationToken);
        var began = time.GetTimestamp();
        foreach (var (ticks, firstLine) in Read())
        {
            if (speed is { } factor)
            {
                var due = (ticks[0].Time - Start) / factor;
                var ahead = due - time.GetElapsedTime(began);
                if (ahead > TimeSpan.Zero)
                {
                    await Task.Delay(ahead, time, cancellationToken);
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            await ReportAsync(sink, session, cancellationToken);
            await sink.SendAsync(new TickBatch(session, ticks, firstLine), cancellationToken);
        }

        await ReportAsync(sink, session, cancellationToken);
        await sink.DrainAsync(session, cancellationToken);
    }

    private async ValueTask ReportAsync(ITickSink sink, FeedSession session, CancellationToken cancellationToken)
    {
        while (malformed.TryDequeue(out var line))
        {
            await sink.ReportMalformedAsync(session, line.Line, line.Problem, cancellationToken);
        }

        if (overflow is { Count: > 0, Line: var last, Count: var count })
        {
            overflow = default;
            await sink.ReportMalformedAsync(session, last, $"This and {count - 1} lines before it cannot be read either.", cancellationToken);
        }
    }

    /// <summary>Batches of ticks from following lines: large ones at full speed, single moments otherwise.</summary>
    private IEnumerable<(ImmutableArray<Tick> Ticks, long? FirstLine)> Read()
    {
        var batch = ImmutableArray.CreateBuilder<Tick>(BatchMax);
        var nextLine = 0L;
        long? firstLine = null;
        foreach (var (tick, line) in ReadTicks())
        {
            var goesOn = batch.Count < BatchMax && line == nextLine && (speed is null || tick.Time == batch[^1].Time);
            if (batch.Count > 0 && !goesOn)
            {
                yield return (batch.ToImmutable(), firstLine);
                batch.Clear();
            }

            if (batch.Count == 0)
            {
                firstLine = line;
            }

            batch.Add(tick);
            nextLine = line + 1;
        }

        if (batch.Count > 0)
        {
            yield return (batch.ToImmutable(), firstLine);
        }
    }

    private IEnumerable<(Tick Tick, long Line)> ReadTicks()
    {
        using var text = new StreamReader(file);
        var options = new RecordedOptions(format, Digits: instrument.ExportDigits, Column: instrument.Symbol, OnMalformed: OnMalformed);
        if (format.IsTicks)
        {
            if (!RecordedTickReader.TryOpen(text, options, out var ticks, out var refusal))
            {
                throw new ReplayException($"{file}: {refusal.Message}");
            }

            while (ticks.TryRead(out var tick))
            {
                yield return (tick, ticks.Line);
            }

            yield break;
        }

        var timeframe = RecordedBars.TimeframeOf(file);
        if (!RecordedBarReader.TryOpen(text, timeframe, options, out var bars, out var no))
        {
            throw new ReplayException($"{file}: {no.Message}");
        }

        while (bars.TryRead(out var bar))
        {
            foreach (var tick in RecordedBars.Ticks(bar))
            {
                yield return (tick, bars.Line);
            }
        }
    }

    private static Instrument? Guess(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file).ToUpperInvariant();
        return Instruments.Known.FirstOrDefault(i => name.Contains(i.Symbol.Value, StringComparison.Ordinal));
    }

    private static string Known() => string.Join(", ", Instruments.Known.Select(i => i.Symbol.Value));

    private static string Shorten(string? text) => text is null ? "" : text.Length <= 80 ? text : text[..80] + "…";
}
