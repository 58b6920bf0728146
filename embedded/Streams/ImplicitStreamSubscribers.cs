using System.Buffers.Binary;
using System.Buffers.Text;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>The grain classes that carry an <see cref="ImplicitStreamSubscriptionAttribute"/>.</summary>
internal sealed class ImplicitStreamSubscribers
{
    private readonly List<(GrainType Type, Type Class, IStreamNamespacePredicate Predicate)> _classes = [];

    public ImplicitStreamSubscribers(IEnumerable<(GrainType Type, Type Class)> grainClasses)
    {
        foreach (var (type, grainClass) in grainClasses)
        {
            foreach (var attribute in grainClass.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>(inherit: true))
            {
                _classes.Add((type, grainClass, attribute.Predicate));
            }
        }
    }

    public List<StreamSubscriber> Of(string provider, StreamId streamId, ILogger logger)
    {
        var found = new List<StreamSubscriber>();
        foreach (var (type, grainClass) in ClassesFor(streamId))
        {
            if (TryGetGrainKey(grainClass, streamId, out var key))
            {
                found.Add(new StreamSubscriber(IdOf(provider, streamId, type), GrainId.Create(type, key), null));
            }
            else
            {
                logger.LogError("The key of stream {Stream} is no key of the grain class {Class}, which subscribes to it implicitly.", streamId, grainClass);
            }
        }

        return found;
    }

    /// <summary>The id of the subscription that grains of this class have to the stream, if they do.</summary>
    public Guid? Find(string provider, StreamId streamId, GrainType type)
    {
        foreach (var candidate in ClassesFor(streamId))
        {
            if (candidate.Type == type)
            {
                return IdOf(provider, streamId, type);
            }
        }

        return null;
    }

    private static Guid IdOf(string provider, StreamId streamId, GrainType type)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, type.GetUniformHashCode());
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], streamId.GetHashCode());
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], streamId.Namespace.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], StableHash.Compute(Encoding.UTF8.GetBytes(provider)));
        return SubscriptionIds.MarkImplicit(new Guid(bytes));
    }

    private static bool TryGetGrainKey(Type grainClass, StreamId streamId, out IdSpan key)
    {
        if (typeof(IGrainWithGuidKey).IsAssignableFrom(grainClass) || typeof(IGrainWithGuidCompoundKey).IsAssignableFrom(grainClass))
        {
            var parsed = Utf8Parser.TryParse(streamId.Key.Span, out Guid guid, out var length, 'N') && length == streamId.Key.Length;
            var compound = typeof(IGrainWithGuidCompoundKey).IsAssignableFrom(grainClass);
            key = compound ? GrainIdKeyExtensions.CreateGuidKey(guid, streamId.GetNamespace()!) : GrainIdKeyExtensions.CreateGuidKey(guid);
            return parsed;
        }

        if (typeof(IGrainWithIntegerKey).IsAssignableFrom(grainClass) || typeof(IGrainWithIntegerCompoundKey).IsAssignableFrom(grainClass))
        {
            var parsed = Utf8Parser.TryParse(streamId.Key.Span, out long number, out var length) && length == streamId.Key.Length;
            var compound = typeof(IGrainWithIntegerCompoundKey).IsAssignableFrom(grainClass);
            key = compound ? GrainIdKeyExtensions.CreateIntegerKey(number, streamId.GetNamespace()!) : GrainIdKeyExtensions.CreateIntegerKey(number);
            return parsed;
        }

        key = new IdSpan(streamId.Key.ToArray());
        return true;
    }

    private HashSet<(GrainType Type, Type Class)> ClassesFor(StreamId streamId)
    {
        var matching = new HashSet<(GrainType, Type)>();
        if (streamId.GetNamespace() is { } streamNamespace && !string.IsNullOrWhiteSpace(streamNamespace))
        {
            foreach (var (type, grainClass, predicate) in _classes)
            {
                if (predicate.IsMatch(streamNamespace))
                {
                    matching.Add((type, grainClass));
                }
            }
        }

        return matching;
    }
}
