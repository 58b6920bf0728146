using System.Text.RegularExpressions;

namespace Orleans.Streams;

/// <summary>Says which stream namespaces an implicit subscription covers.</summary>
public interface IStreamNamespacePredicate
{
    /// <summary>The predicate as text, from which it can be built again.</summary>
    string PredicatePattern { get; }

    bool IsMatch(string streamNamespace);
}

public class RegexStreamNamespacePredicate : IStreamNamespacePredicate
{
    private readonly Regex _regex;

    public RegexStreamNamespacePredicate(string regex)
    {
        ArgumentNullException.ThrowIfNull(regex);
        _regex = new Regex(regex, RegexOptions.Compiled);
    }

    public string PredicatePattern => $"regex:{_regex}";

    public bool IsMatch(string streamNameSpace) => _regex.IsMatch(streamNameSpace);
}

internal sealed class ExactStreamNamespacePredicate(string streamNamespace) : IStreamNamespacePredicate
{
    public string PredicatePattern => $"namespace:{streamNamespace}";

    public bool IsMatch(string candidate) => string.Equals(streamNamespace, candidate?.Trim(), StringComparison.Ordinal);
}

internal sealed class AnyStreamNamespacePredicate : IStreamNamespacePredicate
{
    public string PredicatePattern => "*";

    public bool IsMatch(string streamNamespace) => true;
}
