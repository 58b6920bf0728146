namespace Countersign.Grains.Tenants;

/// <summary>Deletes what erased tenants have. It finds by itself what is to do, also after a crash amid it.</summary>
public interface ITenantEraser
{
    /// <summary>Says that there is something to do. It is done in the background.</summary>
    void Wake();
}
