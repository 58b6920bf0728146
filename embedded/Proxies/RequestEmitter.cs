using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Runtime;

/// <summary>Generates the request class of one method.</summary>
internal static class RequestEmitter
{
    private const MethodAttributes Override = MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.Final;

    public static EmittedRequest Emit(ModuleBuilder module, GrainMethod method, CallShape shape, int number)
    {
        var type = module.DefineType($"{method.InterfaceType.FullName}.{method.Name}Request{number}", TypeAttributes.Class | TypeAttributes.Sealed, shape.RequestBase);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        type.DefineField("Descriptor", typeof(GrainMethod), FieldAttributes.Public | FieldAttributes.Static);
        var arguments = new FieldBuilder[method.Parameters.Length];
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = type.DefineField($"a{index}", method.Parameters[index].ParameterType, FieldAttributes.Public);
        }

        EmitCall(type, method, shape, arguments);
        EmitGetArgument(type, arguments);
        EmitSetArgument(type, arguments);
        var created = type.CreateType();
        var descriptor = created.GetField("Descriptor")!;
        descriptor.SetValue(null, method);
        return new(
            created.GetConstructor(Type.EmptyTypes)!,
            descriptor,
            [.. arguments.Select(argument => created.GetField(argument.Name)!)]);
    }

    private static void EmitCall(TypeBuilder type, GrainMethod method, CallShape shape, FieldBuilder[] arguments)
    {
        var call = shape.RequestBase.GetMethod("Call", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var body = type.DefineMethod("Call", MethodAttributes.Family | MethodAttributes.Virtual | MethodAttributes.HideBySig, call.ReturnType, [typeof(object)]);
        var il = body.GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.Method.DeclaringType!);
        foreach (var argument in arguments)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, argument);
        }

        il.Emit(OpCodes.Callvirt, method.Method);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(body, call);
    }

    private static void EmitGetArgument(TypeBuilder type, FieldBuilder[] arguments)
    {
        var declaration = typeof(GrainRequest).GetMethod(nameof(GrainRequest.GetArgument))!;
        var body = type.DefineMethod(declaration.Name, Override, typeof(object), [typeof(int)]);
        var il = body.GetILGenerator();
        EmitSwitch(il, arguments, argument =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, argument);
            il.Emit(OpCodes.Box, argument.FieldType);
            il.Emit(OpCodes.Ret);
        });
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, declaration);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(body, declaration);
    }

    private static void EmitSetArgument(TypeBuilder type, FieldBuilder[] arguments)
    {
        var declaration = typeof(GrainRequest).GetMethod(nameof(GrainRequest.SetArgument))!;
        var body = type.DefineMethod(declaration.Name, Override, typeof(void), [typeof(int), typeof(object)]);
        var il = body.GetILGenerator();
        EmitSwitch(il, arguments, argument =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Unbox_Any, argument.FieldType);
            il.Emit(OpCodes.Stfld, argument);
            il.Emit(OpCodes.Ret);
        });
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, declaration);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(body, declaration);
    }

    private static void EmitSwitch(ILGenerator il, FieldBuilder[] arguments, Action<FieldBuilder> emitCase)
    {
        var labels = Array.ConvertAll(arguments, _ => il.DefineLabel());
        var otherwise = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Switch, labels);
        il.Emit(OpCodes.Br, otherwise);
        for (var index = 0; index < arguments.Length; index++)
        {
            il.MarkLabel(labels[index]);
            emitCase(arguments[index]);
        }

        il.MarkLabel(otherwise);
    }
}

internal sealed record EmittedRequest(ConstructorInfo Constructor, FieldInfo Method, FieldInfo[] Arguments);
