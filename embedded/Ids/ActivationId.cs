using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>Tells one activation of a grain from the next.</summary>
public readonly struct ActivationId : IEquatable<ActivationId>
{
    private readonly Guid _value;

    public ActivationId(Guid key) => _value = key;

    public bool IsDefault => _value == Guid.Empty;

    public static ActivationId NewId() => new(Guid.NewGuid());

    public bool Equals(ActivationId other) => _value == other._value;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ActivationId other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode();

    public override string ToString() => $"@{_value:N}";

    public string ToParsableString() => ToString();

    public static ActivationId FromParsableString(string activationId) =>
        activationId.StartsWith('@') && Guid.TryParse(activationId.AsSpan(1), out var key)
            ? new(key)
            : throw new FormatException($"\"{activationId}\" is not an activation id.");

    public static bool operator ==(ActivationId left, ActivationId right) => left.Equals(right);

    public static bool operator !=(ActivationId left, ActivationId right) => !left.Equals(right);
}
