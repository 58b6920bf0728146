using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Countersign.Web;

/// <summary>
/// Blazor's browser script. It is a resource of a framework assembly that the project file brings; the assembly itself is only read, never
/// loaded.
/// </summary>
internal static class BlazorScript
{
    private const string ResourceName = "_framework/blazor.web.js";

    public static byte[] Read()
    {
        using var assembly = typeof(BlazorScript).Assembly.GetManifestResourceStream("blazor-script.dll")
            ?? throw new InvalidOperationException("This build has no Blazor script.");
        using var image = new PEReader(assembly);
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            if (metadata.StringComparer.Equals(resource.Name, ResourceName))
            {
                // ECMA-335 II.24.2.4: a resource stands at its offset in the resources directory, after its length.
                var start = image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress + (int)resource.Offset;
                var reader = image.GetSectionData(start).GetReader();
                return reader.ReadBytes(reader.ReadInt32());
            }
        }

        throw new InvalidOperationException("The assembly that should bring the Blazor script does not hold it.");
    }
}
