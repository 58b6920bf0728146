using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Countersign.Api.Requests;

/// <summary>Of which names a parameter of a query is one, for the OpenAPI document: those that the handler itself reads it by.</summary>
/// <param name="known">Has them as its static property <c>All</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class QueryNamesAttribute(Type known) : Attribute
{
    /// <summary>Several of them may be given, separated by commas.</summary>
    public bool Several { get; init; }

    /// <exception cref="InvalidOperationException">The type has no such property: a mistake of the endpoint's.</exception>
    public IReadOnlyList<string> Names =>
        known.GetProperty("All", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is IEnumerable all
            ? [.. all.Cast<object>().Select(name => Convert.ToString(name, CultureInfo.InvariantCulture)!)]
            : throw new InvalidOperationException($"{known.Name} does not list its names.");
}
