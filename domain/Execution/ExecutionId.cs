using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Execution;

/// <summary>
/// A venue's name for one fill: 1 to 128 printable characters, unique within the account. A fill told twice is booked once by it.
/// </summary>
[JsonConverter(typeof(TextIdJsonConverter<ExecutionId>))]
public readonly record struct ExecutionId : ITextValue<ExecutionId>
{
    private const int LengthMax = 128;

    private readonly string? value;

    private ExecutionId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>Reads an execution id.</summary>
    /// <exception cref="FormatException">It is empty, longer than 128 characters, or has a control character.</exception>
    public static ExecutionId Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LengthMax || text.Any(char.IsControl))
        {
            throw new FormatException($"An execution id has 1 to {LengthMax} printable characters.");
        }

        return new ExecutionId(text);
    }

    public override string ToString() => Value;
}
