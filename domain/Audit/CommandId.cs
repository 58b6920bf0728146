using System.Text.Json.Serialization;

namespace Countersign.Domain.Audit;

/// <summary>
/// The client-given id of a command: 1 to 128 characters. It is remembered with the events that the command caused, so that a retry returns
/// the first answer instead of acting twice.
/// </summary>
[JsonConverter(typeof(TextIdJsonConverter<CommandId>))]
public readonly record struct CommandId : ITextValue<CommandId>
{
    public const int LengthMax = 128;

    private readonly string? value;

    private CommandId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    public static CommandId New(Guid random) => new("c-" + random.ToString("n"));

    /// <summary>Reads a command id.</summary>
    /// <exception cref="FormatException">It is empty, longer than 128 characters, or has a control character.</exception>
    public static CommandId Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LengthMax || text.Any(char.IsControl))
        {
            throw new FormatException($"A command id has 1 to {LengthMax} printable characters.");
        }

        return new CommandId(text);
    }

    public override string ToString() => Value;
}
