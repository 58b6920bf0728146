using System.Diagnostics.CodeAnalysis;

namespace Countersign.Domain.Markets;

/// <summary>Reads the ticks of a recording, line by line, in the file's order and without judging them: that is the tick guard's work.</summary>
public sealed class RecordedTickReader : RecordedReader
{
    private RecordedTickReader(Opened opened, RecordedOptions options)
        : base(opened, options)
    {
    }

    /// <summary>Reads the header. The text reader stays the caller's.</summary>
    public static bool TryOpen(
        TextReader reader,
        RecordedOptions options,
        [NotNullWhen(true)] out RecordedTickReader? ticks,
        [NotNullWhen(false)] out RecordedRefusal? refusal)
    {
        ticks = TryOpen(reader, options, ticks: true, out var opened, out refusal) ? new RecordedTickReader(opened, options) : null;
        return ticks is not null;
    }

    /// <summary>The next tick that can be read; malformed lines on the way are counted.</summary>
    /// <returns>False at the end of the recording.</returns>
    public bool TryRead(out Tick tick)
    {
        while (NextLine() is { } line)
        {
            if (Lines.TryTick(line, out tick) is not { } problem)
            {
                return true;
            }

            Reject(line, problem);
        }

        tick = default;
        return false;
    }
}
