using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Countersign.Api.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Countersign.Api.Requests;

/// <summary>An answer of which a part may be asked for: one thing, or a list of things with its fields.</summary>
/// <param name="IsList">Whether the fields are those of a list's items.</param>
/// <param name="Fields">As they are written.</param>
/// <param name="Sorts">The fields that a list can be sorted by: those that hold one value where it is answered whole, the one that its cursors go by where
/// it comes in parts.</param>
/// <param name="InParts">Whether it is a list that comes in parts: it is in order when it comes.</param>
internal sealed record AnswerType(bool IsList, FrozenSet<string> Fields, FrozenSet<string> Sorts, bool InParts)
{
    private const string Cursor = "cursor";

    private static readonly Type[] Scalars =
        [typeof(string), typeof(decimal), typeof(double), typeof(int), typeof(long), typeof(bool), typeof(DateTimeOffset), typeof(DateOnly)];

    /// <summary>What a handler answers with; null where that has no fields to choose from.</summary>
    public static AnswerType? Of(MethodInfo handler)
    {
        var answer = handler.ReturnType;
        return Unwrap(answer.IsGenericType && typeof(Task).IsAssignableFrom(answer) ? answer.GetGenericArguments()[0] : answer) is { } body
            ? OfBody(body, handler.GetParameters().Any(p => p.Name == Cursor), handler.GetCustomAttribute<PageOrderAttribute>())
            : null;
    }

    /// <summary>What a body of this type is; null where it has no fields to choose from.</summary>
    /// <param name="body">The type.</param>
    /// <param name="inParts">Whether it is a list that comes in parts, in the order that its cursors go by.</param>
    /// <param name="order">That order; null where it cannot be turned round.</param>
    public static AnswerType? OfBody(Type body, bool inParts, PageOrderAttribute? order)
    {
        var isList = body.IsGenericType
            && (body.GetGenericTypeDefinition() == typeof(ListPage<>) || body.GetGenericTypeDefinition() == typeof(IReadOnlyList<>));
        var info = ApiJson.Options.GetTypeInfo(isList ? body.GetGenericArguments()[0] : body);
        return info.Kind == JsonTypeInfoKind.Object && info.Properties.Count > 0
            ? new AnswerType(
                isList, info.Properties.Select(p => p.Name).ToFrozenSet(StringComparer.Ordinal),
                info.Properties.Where(p => isList && (inParts ? p.Name == order?.Field : IsOneValue(p.PropertyType))).Select(p => p.Name).ToFrozenSet(StringComparer.Ordinal),
                inParts)
            : null;
    }

    private static bool IsOneValue(Type type) => Scalars.Contains(Nullable.GetUnderlyingType(type) ?? type);

    private static Type? Unwrap(Type result) => result switch
    {
        { IsGenericType: true } when result.GetGenericTypeDefinition() == typeof(Ok<>) => result.GetGenericArguments()[0],
        { IsGenericType: true } => result.GetGenericArguments().Select(Unwrap).FirstOrDefault(t => t is not null),
        _ when result.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IWrittenAnswer<>)) is { } written =>
            written.GetGenericArguments()[0],
        _ => null,
    };
}

/// <summary>An answer that writes itself instead of holding the body.</summary>
internal interface IWrittenAnswer<TBody>;
