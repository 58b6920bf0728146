namespace System.Runtime.CompilerServices;

/// <summary>The runtime knows this attribute by name: code in the marked assembly may use what the named assembly keeps internal.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
