using System.Diagnostics.CodeAnalysis;
using Orleans.Streams;

namespace Orleans;

/// <summary>
/// Subscribes every grain of the class to the stream of the namespace whose key is the grain's key. The subscription always
/// exists; the grain attaches its observer in <c>OnActivateAsync</c> or in <c>IStreamSubscriptionObserver.OnSubscribed</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class ImplicitStreamSubscriptionAttribute : Attribute
{
    public ImplicitStreamSubscriptionAttribute()
    {
        Predicate = new AnyStreamNamespacePredicate();
    }

    public ImplicitStreamSubscriptionAttribute(string streamNamespace, string? streamIdMapper = null)
    {
        Predicate = new ExactStreamNamespacePredicate(streamNamespace.Trim());
        StreamIdMapper = streamIdMapper;
    }

    public ImplicitStreamSubscriptionAttribute(Type predicateType, string? streamIdMapper = null)
    {
        Predicate = (IStreamNamespacePredicate)Activator.CreateInstance(predicateType)!;
        StreamIdMapper = streamIdMapper;
    }

    public ImplicitStreamSubscriptionAttribute(IStreamNamespacePredicate predicate, string? streamIdMapper = null)
    {
        Predicate = predicate;
        StreamIdMapper = streamIdMapper;
    }

    public IStreamNamespacePredicate Predicate { get; }

    public string? StreamIdMapper { get; init; }
}

[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RegexImplicitStreamSubscriptionAttribute : ImplicitStreamSubscriptionAttribute
{
    public RegexImplicitStreamSubscriptionAttribute([StringSyntax(StringSyntaxAttribute.Regex)] string pattern)
        : base(new RegexStreamNamespacePredicate(pattern))
    {
    }
}
