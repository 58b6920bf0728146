namespace Orleans.Streams;

/// <summary>The older form of a stream's identity: a Guid and a namespace.</summary>
public interface IStreamIdentity
{
    Guid Guid { get; }

    string? Namespace { get; }
}
