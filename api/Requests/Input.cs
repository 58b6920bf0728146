using System.Globalization;
using Countersign.Api.Problems;
using Countersign.Domain.Audit;

namespace Countersign.Api.Requests;

/// <summary>
/// Reads a request's fields and keeps every error with the field's name. After all fields are read, <see cref="Problem"/> is null or
/// answers
/// them all at once; until it was seen to be null, the values read are not to be used.
/// </summary>
internal sealed class Input
{
    // More than any quantity, price or amount has reason to be, and little enough that two of them can be multiplied.
    private const decimal NumberMax = 10_000_000_000_000m;

    private Dictionary<string, List<string>>? errors;

    /// <summary>What to answer; null where every field is right.</summary>
    public ProblemResult? Problem => errors is null
        ? null
        : ApiProblems.InputInvalid(errors.ToDictionary(e => e.Key, e => e.Value.ToArray()));

    public void Error(string field, string message)
    {
        errors ??= [];
        if (!errors.TryGetValue(field, out var messages))
        {
            errors[field] = messages = [];
        }

        messages.Add(message);
    }

    /// <summary>A field that must be there.</summary>
    public T Required<T>(string field, string? text) where T : struct, ITextValue<T>
    {
        if (text is null)
        {
            Error(field, "It is missing.");
            return default;
        }

        return Optional<T>(field, text) ?? default;
    }

    /// <summary>A field that may be absent.</summary>
    public T? Optional<T>(string field, string? text) where T : struct, ITextValue<T>
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return T.Parse(text);
        }
        catch (FormatException e)
        {
            Error(field, e.Message);
            return null;
        }
    }

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string field, string? text, int lengthMax)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > lengthMax)
        {
            Error(
                field,
                text is null ? "It is missing." : $"It has {text.Length} characters: 1 to {lengthMax} that are not all blank are right.");
        }

        return text ?? string.Empty;
    }

    /// <summary>A text that may be absent.</summary>
    public string? OptionalText(string field, string? text, int lengthMax) => text is null ? null : RequiredText(field, text, lengthMax);

    /// <summary>One of the names of an enum, in camel case as the answers write them.</summary>
    public T RequiredChoice<T>(string field, string? text) where T : struct, Enum
    {
        if (text is null)
        {
            Error(field, $"It is missing: {Choice.List<T>()}.");
            return default;
        }

        return OptionalChoice<T>(field, text) ?? default;
    }

    public T? OptionalChoice<T>(string field, string? text) where T : struct, Enum
    {
        if (text is null)
        {
            return null;
        }

        if (Choice.Parse<T>(text) is { } value)
        {
            return value;
        }

        Error(field, $"It is none of these: {Choice.List<T>()}.");
        return null;
    }

    /// <summary>One of a list's names, that may be absent.</summary>
    public string? OptionalOf(string field, string? text, IReadOnlyList<string> names)
    {
        if (text is not null && !names.Contains(text))
        {
            Error(field, $"It is none of these: {string.Join(", ", names)}.");
        }

        return text;
    }

    /// <summary>A number over zero that must be there.</summary>
    public decimal RequiredPositive(string field, decimal? number)
    {
        if (number is null or <= 0m or > NumberMax)
        {
            var given = number?.ToString(CultureInfo.InvariantCulture);
            var right = number > NumberMax ? "a number over 0, up to 10,000,000,000,000, is right." : "a number over 0 is right.";
            Error(field, (given is null ? "It is missing: " : $"It is {given}: ") + right);
        }

        return number ?? 0m;
    }

    /// <summary>A number other than zero that must be there.</summary>
    public decimal RequiredSigned(string field, decimal? number)
    {
        if (number is null or 0m or < -NumberMax or > NumberMax)
        {
            var given = number?.ToString(CultureInfo.InvariantCulture);
            Error(
                field, (given is null ? "It is missing: " : $"It is {given}: ")
                + "a number that is not 0, from -10,000,000,000,000 to 10,000,000,000,000, is right.");
        }

        return number ?? 0m;
    }

    /// <summary>A number over zero that may be absent.</summary>
    public decimal? OptionalPositive(string field, decimal? number) => number is null ? null : RequiredPositive(field, number);

    /// <summary>A time with its offset that must be there.</summary>
    public DateTimeOffset RequiredTime(string field, string? text)
    {
        if (text is null)
        {
            Error(field, "It is missing: a time as RFC 3339 has it is right, such as 2026-01-31T09:30:00Z.");
        }

        return OptionalTime(field, text) ?? default;
    }

    /// <summary>A time with its offset (RFC 3339), that may be absent. Answered in UTC.</summary>
    public DateTimeOffset? OptionalTime(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Rfc3339.TryParse(text, out var time))
        {
            return time;
        }

        Error(field, $"'{text}' is not a time: RFC 3339 is, such as 2026-01-31T09:30:00Z.");
        return null;
    }

    /// <summary>A whole number in a query, that may be absent.</summary>
    public int Whole(string field, string? text, int absent, int min, int max)
    {
        if (text is null)
        {
            return absent;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Error(field, $"'{text}' is not a whole number from {min} to {max}.");
        return absent;
    }

    /// <summary>The command's id, from the header.</summary>
    public CommandId Command(string? idempotencyKey) =>
        Optional<CommandId>(IdempotencyKey.Header, idempotencyKey) ?? CommandId.New(Guid.NewGuid());
}
