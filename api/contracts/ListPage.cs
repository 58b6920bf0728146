namespace Countersign.Api.Contracts;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">At most <c>limit</c> (1 to 200, default 50), newest first where the items have a time.</param>
/// <param name="Next">The <c>cursor</c> of the part after this one; null at the end. Opaque: give it back as it came.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);
