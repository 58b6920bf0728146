namespace Countersign.Api.Requests;

/// <summary>
/// What a parameter of a query holds, for the OpenAPI document. The handler takes it as text, so that a wrong value is answered like every other
/// wrong field.
/// </summary>
/// <param name="type"><see cref="string"/>, <see cref="int"/>, <see cref="bool"/> or <see cref="DateTimeOffset"/>, or an enum for one of its names.</param>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class QueryValueAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;

    public bool Required { get; init; }
}
