using Microsoft.AspNetCore.Http.Metadata;

namespace Countersign.Api.Requests;

/// <summary>The largest body that the endpoints of a group take, bytes.</summary>
internal sealed class BodyLimit(long bytesMax) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => bytesMax;
}
