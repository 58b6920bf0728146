using System.Globalization;
using Countersign.Domain.Markets;

namespace Countersign.Silo.Hosting;

/// <summary>A command's words taken apart: options with a value, flags, and what is neither. Problems are collected, so that all are told at once.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> flags = new(StringComparer.Ordinal);

    private Arguments()
    {
    }

    public List<string> Words { get; } = [];

    public List<string> Problems { get; } = [];

    public bool AsksForHelp { get; private set; }

    public bool IsEveryOptionKnown { get; private set; } = true;

    public IEnumerable<string> Given => values.Keys.Concat(flags);

    /// <param name="withValue">Options that take a value.</param>
    /// <param name="withoutValue">Options that take none.</param>
    public static Arguments Read(IReadOnlyList<string> args, IReadOnlyCollection<string> withValue, IReadOnlyCollection<string> withoutValue)
    {
        var read = new Arguments();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, inline) = Split(args[i]);
            if (name is "--help" or "-h" or "help")
            {
                read.AsksForHelp = true;
            }
            else if (!name.StartsWith('-'))
            {
                read.Words.Add(args[i]);
            }
            else if (withoutValue.Contains(name))
            {
                read.Flag(name, inline);
            }
            else if (!withValue.Contains(name))
            {
                read.IsEveryOptionKnown = false;
                read.Problems.Add($"There is no option {name}; --help lists them.");
            }
            else if (inline is null && (i + 1 == args.Count || args[i + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                read.Problems.Add($"{name} needs a value.");
            }
            else if (!read.values.TryAdd(name, inline ?? args[++i]))
            {
                read.Problems.Add($"{name} is given twice.");
            }
        }

        return read;
    }

    public string? Text(string name) => values.GetValueOrDefault(name);

    public bool Has(string flag) => flags.Contains(flag);

    public int Whole(string name, int preset, int min, int max) => OptionalWhole(name, min, max) ?? preset;

    public int? OptionalWhole(string name, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Problems.Add($"{name}: '{text}' is not a whole number from {min} to {max}.");
        return null;
    }

    public Symbol? Symbol(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        try
        {
            return Domain.Markets.Symbol.Parse(text.ToUpperInvariant());
        }
        catch (FormatException e)
        {
            Problems.Add($"{name}: {e.Message}");
            return null;
        }
    }

    /// <summary>A date, or a time in UTC.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        Problems.Add($"{name}: '{text}' is not a time; 2014-05-06 or 2014-05-06T08:00:00Z are.");
        return null;
    }

    /// <summary>One of some names.</summary>
    public string? OneOf(string name, params IReadOnlyCollection<string> names)
    {
        if (Text(name) is not { } text || names.Contains(text))
        {
            return Text(name);
        }

        Problems.Add($"{name}: '{text}' is none of {string.Join(", ", names)}.");
        return null;
    }

    private void Flag(string name, string? inline)
    {
        if (inline is not null)
        {
            Problems.Add($"{name} takes no value.");
        }

        flags.Add(name);
    }

    private static (string Name, string? Value) Split(string arg)
    {
        var equals = arg.StartsWith("--", StringComparison.Ordinal) ? arg.IndexOf('=') : -1;
        return equals < 0 ? (arg, null) : (arg[..equals], arg[(equals + 1)..]);
    }
}
